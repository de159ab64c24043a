import { assert } from "@std/assert";
import { Guests } from "../../src/cli/guests.ts";
import { drawToken, type TokenEntry } from "../../src/wire/access_token.ts";
import { formatTokenList } from "../../src/wire/token_list.ts";
import { within } from "../support/deadline.ts";
import { fakeIo } from "../support/fake_io.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { TempFolder } from "../support/temp_folder.ts";

Deno.test("Guests tells of a change once the door knows of it", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/clients.tokens`;
  const entropy = seededEntropy(seededRandom(1));
  const [a, b] = ["a", "b"].map((name) =>
    drawToken(entropy, { name, expiresMs: Infinity }).entry
  ) as [TokenEntry, TokenEntry];
  Deno.writeTextFileSync(path, formatTokenList([a, b]), { mode: 0o600 });
  const guests = new Guests(path, fakeIo().io);
  try {
    const { door } = guests;
    assert(door.isGood(a) && door.isGood(b));
    const changed = new Promise<boolean>((tell) =>
      guests.onChange(() => tell(door.isGood(a)))
    );
    Deno.writeTextFileSync(path, formatTokenList([b]));
    const what = () => "word of the change";
    assert(!await within(changed, { ms: 20_000, what }));
    assert(door.isGood(b));
  } finally {
    guests.close();
  }
});
