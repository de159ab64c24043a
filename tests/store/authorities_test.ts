import { assertEquals, assertRejects } from "@std/assert";
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
    const got = await readAuthorities(path);
    assertEquals(got, TEXTS.map((text) => text.trim()));
    const broken = TEXTS[0]!.replace("MII", "MI*");
    for (const bad of ["no certificate", `${TEXTS[1]}${broken}`]) {
      await Deno.writeTextFile(path, bad);
      await assertRejects(() => readAuthorities(path), FileFormatError, path);
    }
  } finally {
    await Deno.remove(path);
  }
  await assertRejects(() => readAuthorities(path), UnavailableError, "no such");
});

Deno.test("systemAuthorities() takes the first file that there is", async () => {
  const paths = ["/nowhere/ca.pem", ...PATHS];
  assertEquals(await systemAuthorities(paths), [TEXTS[0]!.trim()]);
  assertEquals(await systemAuthorities([]), []);
});
