/**
 * How a client's connection comes to be deflated, as in RFC 4978: the client
 * asks and waits, and from the byte after the answer on it is.
 *
 * A token is never deflated together with anything, as nothing is taken for a
 * hello from then on. Questions and answers are: whoever sees how long they
 * are, and can make a client ask, may learn of its other answers (CVE-2012-4929).
 * That is why it is the client who has to ask for it.
 */

import type { DeflatableConnection } from "../net/deflatable_connection.ts";
import type { Request } from "../wire/client_lines.ts";
import type { Refusal } from "../wire/refusals.ts";
import type { HelloRequest } from "../wire/hello.ts";
import { NOT_WAITED } from "./refusal_text.ts";

const HELLO_TOO_LATE =
  "Cannot take a hello within a deflated stream: say it before";

export class DeflateSwitch {
  readonly #connection: DeflatableConnection;
  readonly #mayDeflate: () => boolean;
  #isDue = false;

  constructor(connection: DeflatableConnection, mayDeflate: () => boolean) {
    this.#connection = connection;
    this.#mayDeflate = mayDeflate;
  }

  /** Between the request and its answer, while its client has to wait. */
  get isDue(): boolean {
    return this.#isDue;
  }

  /**
   * @param isWaiting Whether the client has sent nothing after it.
   * @returns The request, or why it is refused.
   */
  judge(request: Request, isWaiting: boolean): Request {
    if (request.kind !== "hello") return request;
    if (this.#connection.isDeflated) return refusal(request.id, HELLO_TOO_LATE);
    if (request.deflate && !isWaiting) return refusal(request.id, NOT_WAITED);
    return request;
  }

  /** @returns Whether it will be deflated; it goes on as it is if not. */
  ask({ deflate }: HelloRequest): boolean {
    return this.#isDue = deflate && this.#mayDeflate();
  }

  /**
   * All answers have been sent: if the last was that it will be, it is.
   *
   * @param refuse Told why if the client sends what is not to be inflated.
   */
  turn(refuse: (message: string) => void): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#connection.deflate((why) =>
      refuse(`Cannot inflate what was sent as it ${why}`)
    );
  }
}

function refusal(id: string, message: string): Refusal {
  return { kind: "refusal", json: true, id, code: "bad_request", message };
}
