/**
 * Watches one life of a backend: it answers main servers within the session
 * that it began with them last, and in no other; and it tells of nobody alone
 * who is not on its list.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import {
  type Id64,
  idKey,
  Kind,
  type OpenDatagram,
  openDatagram,
  readId,
} from "../../src/wire/datagram.ts";
import {
  type ClaimReply,
  type ClaimRequest,
  readClaim,
  readClaimReply,
} from "../../src/wire/bookings.ts";
import { readAnswer, readQuestion } from "../../src/wire/questions.ts";
import { digestWish } from "../../src/wire/wish.ts";
import type { Served } from "./backend_node.ts";
import type { Calendars } from "./calendars.ts";
import type { Checks } from "./checks.ts";
import { readSaid, readSpoilt } from "./readable.ts";
import type { SocketWatch } from "./simulated_socket.ts";

/** A question that tells of one person of the list in force. */
interface AskedOne {
  readonly name: string;
  readonly alone: boolean;
  readonly mayBeAlone: boolean;
}

/** Answers in which somebody is told of. */
const TELLING = new Set(["slots", "block", "report"]);

export class BackendWatch implements SocketWatch {
  readonly #checks: Checks;
  readonly #served: () => Served;
  /** The session of the last begin, by main server. */
  readonly #begun = new Map<string, string>();
  /** By token, attempt and digest, until they are answered. */
  readonly #asked = new Map<string, AskedOne[]>();
  /** Claims with somebody who is told of in company only, by the first two. */
  readonly #guarded = new Map<string, ClaimRequest>();

  /** @param served What it serves now. */
  constructor(checks: Checks, served: () => Served) {
    this.#checks = checks;
    this.#served = served;
  }

  handled(bytes: Uint8Array): void {
    if (bytes[3] === Kind.ask) readSpoilt(() => this.#noteQuestions(bytes));
    if (bytes[3] === Kind.claim) readSpoilt(() => this.#noteClaim(bytes));
  }

  sent(bytes: Uint8Array, to: Address): void {
    const kind = bytes[3];
    if (kind === Kind.claimed) {
      const reply = readClaimReply(openDatagram(bytes).message);
      return this.#checkVerdict(reply);
    }
    if (kind !== Kind.begin && kind !== Kind.answers) return;
    readSaid(this.#checks, () => {
      const datagram = openDatagram(bytes);
      const session = idKey(datagram.session);
      const main = formatAddress(to);
      if (kind === Kind.begin) this.#begun.set(main, session);
      else {
        this.#checkSession(session, main);
        this.#checkAnswers(datagram);
      }
    });
  }

  #checkSession(session: string, main: string): void {
    const begun = this.#begun.get(main);
    this.#checks.hold(
      "N3",
      session === begun,
      () => `an answer to ${main} is of session ${session}, not of ${begun}`,
    );
  }

  #noteQuestions(bytes: Uint8Array): void {
    const { message } = openDatagram(bytes);
    const list = readId(message, "list");
    const { calendars, askAlone } = this.#served();
    while (!message.done) {
      const { token, attempt, wish } = readQuestion(message);
      if (idKey(list) !== calendars.list) continue;
      const { people, alone } = wish;
      const [name, ...company] = readableOf(people, calendars);
      if (name === undefined || company.length > 0) continue;
      const mayBeAlone = askAlone?.has(name) ?? true;
      // Damaged on its way, it is another question of the same name.
      const digest = digestWish(list, wish);
      const key = `${questionKey(token, attempt)} ${digest}`;
      const asked = this.#asked.get(key) ?? [];
      this.#asked.set(key, [...asked, { name, alone, mayBeAlone }]);
    }
  }

  #noteClaim(bytes: Uint8Array): void {
    const claim = readClaim(openDatagram(bytes).message);
    const { calendars, askAlone } = this.#served();
    if (idKey(claim.list) !== calendars.list) return;
    const { names } = calendars.people;
    const guarded = claim.people.some((person) =>
      !(askAlone?.has(names.keyAt(person)) ?? true)
    );
    const key = questionKey(claim.token, claim.attempt);
    // A late copy is judged anew, by who may be alone by then.
    if (guarded) this.#guarded.set(key, claim);
    else this.#guarded.delete(key);
  }

  /** Whom it may not tell of alone it does not name, nor book alone. */
  #checkVerdict({ token, attempt, verdict }: ClaimReply): void {
    const claim = this.#guarded.get(questionKey(token, attempt));
    if (!claim || verdict.kind !== "not_free") return;
    this.#checks.hold(
      "P1",
      verdict.isDiscreet && !claim.alone,
      () => `it tells who is not free, in a claim with people of company only`,
    );
  }

  #checkAnswers({ message }: OpenDatagram): void {
    while (!message.done) {
      const { token, attempt, digest, content } = readAnswer(message);
      const key = `${questionKey(token, attempt)} ${digest}`;
      // Answers come in the order of the questions.
      const [one, ...others] = this.#asked.get(key) ?? [];
      if (others.length > 0) this.#asked.set(key, others);
      else this.#asked.delete(key);
      if (!one || one.mayBeAlone || !TELLING.has(content.kind)) continue;
      // What takes long is answered later, by who may be alone by then.
      if (this.#served().askAlone?.has(one.name) ?? true) continue;
      this.#checks.hold(
        "P1",
        !one.alone && "notAlone" in content && content.notAlone,
        () => `${one.name} is told of, though not to be asked about alone`,
      );
    }
  }
}

/** Who of them counts as company: whoever cannot be read is not told of. */
function readableOf(
  people: readonly number[],
  { unreadable, people: { names } }: Calendars,
): string[] {
  // Nearly all questions are about more people, who can all be read.
  if (people.length > 1 && unreadable.size === 0) return [];
  return people.filter((person) => person < names.size)
    .map((person) => names.keyAt(person))
    .filter((name) => !unreadable.has(name));
}

function questionKey(token: Id64, attempt: number): string {
  return `${idKey(token)} ${attempt}`;
}
