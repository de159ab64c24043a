import { assertEquals, assertThrows } from "@std/assert";
import { FileFormatError, UnavailableError } from "../../src/base/errors.ts";
import {
  readAuthorities,
  systemAuthorities,
} from "../../src/store/authorities.ts";
import { authorityPath } from "../support/certificates.ts";

const PATHS = [authorityPath("authority"), authorityPath("stranger")];
const TEXTS = PATHS.map((path) => Deno.readTextFileSync(path));

Deno.test("readAuthorities() gives each certificate of a file", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, `# two\n${TEXTS.join("and\n")}`);
    const got = readAuthorities(path);
    assertEquals(got, TEXTS.map((text) => text.trim()));
    const broken = TEXTS[0]!.replace("MII", "MI*");
    for (const bad of ["no certificate", `${TEXTS[1]}${broken}`]) {
      await Deno.writeTextFile(path, bad);
      assertThrows(() => readAuthorities(path), FileFormatError, path);
    }
  } finally {
    await Deno.remove(path);
  }
  assertThrows(() => readAuthorities(path), UnavailableError, "no such");
});

Deno.test("readAuthorities() reads no more of a device than a file may have", () => {
  assertThrows(
    () => readAuthorities("/dev/zero"),
    UnavailableError,
    'Cannot use "/dev/zero" as a list of authorities as it has more than',
  );
});

Deno.test("systemAuthorities() takes the first file that there is", () => {
  const paths = ["/nowhere/ca.pem", ...PATHS];
  assertEquals(systemAuthorities(paths), [TEXTS[0]!.trim()]);
  assertEquals(systemAuthorities([]), []);
});
