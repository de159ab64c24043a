import { assertEquals, assertRejects } from "@std/assert";
import { MAIN_LOOKUP_MS } from "../../src/base/limits.ts";
import {
  type Address,
  formatAddress,
  sameAddress,
} from "../../src/base/address.ts";
import { UnavailableError, UsageError } from "../../src/base/errors.ts";
import { MainHosts } from "../../src/cli/main_hosts.ts";
import { ManualClock } from "../support/manual_clock.ts";

const UDP = { host: "127.0.0.1", port: 0 };

/** A backend, and the names that it can look up. */
class Names {
  readonly clock = new ManualClock();
  readonly warnings: string[] = [];
  /** What it was told to do. */
  readonly moves: string[] = [];
  lookUps = 0;
  /** Where a main server has the list. */
  registered: Address | null = null;

  constructor(readonly hosts: Record<string, string>) {}

  find(...names: string[]): Promise<MainHosts> {
    return MainHosts.find({
      mains: names.map((host) => ({ host, port: 7 })),
      udp: UDP,
      clock: this.clock,
      warn: (why) => this.warnings.push(why),
      resolve: ({ host, port }) => {
        this.lookUps++;
        const found = this.hosts[host];
        if (found) return Promise.resolve({ host: found, port });
        return Promise.reject(new UnavailableError(`Cannot find ${host}`));
      },
    });
  }

  isRegisteredAt(main: Address): boolean {
    return this.registered !== null && sameAddress(this.registered, main);
  }

  move(to: Address, from: Address | null): void {
    const was = from && formatAddress(from);
    this.moves.push(`${formatAddress(to)} was ${was}`);
  }

  /** Lets them be looked up again. */
  async later(): Promise<void> {
    this.clock.advance(MAIN_LOOKUP_MS);
    // A turn of the loop is enough, as nothing here waits for the system.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

Deno.test("MainHosts goes on without a host that is not found, and says so once", async () => {
  const names = new Names({ one: "127.0.0.1" });
  const hosts = await names.find("none", "one");
  assertEquals(hosts.addresses, [{ host: "127.0.0.1", port: 7 }]);
  hosts.follow(names);
  await names.later();
  names.hosts["none"] = "127.0.0.2";
  await names.later();
  hosts.close();
  assertEquals(names.moves, ["127.0.0.2:7 was null"]);
  assertEquals(names.warnings, ["Cannot find none"]);
  assertEquals(names.clock.timers, 0);
});

Deno.test("MainHosts follows a host that moves, once its main server is lost", async () => {
  const names = new Names({ one: "127.0.0.1" });
  const hosts = await names.find("one");
  names.registered = { host: "127.0.0.1", port: 7 };
  hosts.follow(names);
  names.hosts["one"] = "127.0.0.2";
  await names.later();
  assertEquals([names.lookUps, names.moves], [1, []]);
  names.registered = null;
  await names.later();
  await names.later();
  hosts.close();
  assertEquals(names.moves, ["127.0.0.2:7 was 127.0.0.1:7"]);
});

Deno.test("MainHosts takes two names of one main server for one", async () => {
  const names = new Names({ one: "127.0.0.1", two: "127.0.0.1" });
  const hosts = await names.find("one", "two");
  assertEquals(hosts.addresses.length, 1);
  hosts.follow(names);
  names.hosts["two"] = "127.0.0.2";
  await names.later();
  hosts.close();
  // The other name still stands for where both were.
  assertEquals(names.moves, ["127.0.0.2:7 was null"]);
});

Deno.test("MainHosts looks no number up again", async () => {
  const names = new Names({ "127.0.0.1": "127.0.0.1" });
  const hosts = await names.find("127.0.0.1");
  hosts.follow(names);
  assertEquals(names.clock.timers, 0);
});

Deno.test("MainHosts refuses at the start what cannot be reached, and warns later", async () => {
  const names = new Names({ far: "10.0.0.1" });
  await assertRejects(
    () => names.find("far"),
    UsageError,
    "Cannot reach the main server at 10.0.0.1:7 from 127.0.0.1",
  );
  delete names.hosts["far"];
  const hosts = await names.find("far");
  names.hosts["far"] = "10.0.0.1";
  hosts.follow(names);
  await names.later();
  hosts.close();
  assertEquals([names.moves, names.warnings], [[], ["Cannot find far"]]);
});
