import { assert, assertEquals } from "@std/assert";
import { parseRequest } from "../../src/wire/client_lines.ts";
import {
  formatHello,
  formatWelcome,
  readWelcome,
} from "../../src/wire/hello.ts";

const HELLOS: [token: string | undefined, deflate: boolean, line: string][] = [
  ["cvn_x", false, '{"id":7,"hello":{"token":"cvn_x"}}'],
  [undefined, true, '{"id":7,"hello":{"compress":"deflate"}}'],
  ["cvn_x", true, '{"id":7,"hello":{"token":"cvn_x","compress":"deflate"}}'],
];
for (const [token, deflate, line] of HELLOS) {
  Deno.test(`parseRequest() reads ${line}, as formatHello() writes it`, () => {
    assertEquals(formatHello(7, { token, deflate }), line);
    assertEquals(parseRequest(line), {
      kind: "hello",
      json: true,
      id: "7",
      token: token ?? null,
      deflate,
    });
  });
}

const BAD = [
  '{"hello":{}}',
  '{"hello":null}',
  '{"hello":"cvn_x"}',
  '{"hello":["cvn_x"]}',
  '{"hello":{"token":7}}',
  '{"hello":{"token":null}}',
  '{"hello":{"token":"x","name":"y"}}',
  '{"hello":{"token":"x"},"names":["lilith"]}',
  '{"hello":{"token":"x"},"wish":1}',
  '{"hello":{"compress":true}}',
  '{"hello":{"compress":"zstd"}}',
  '{"hello":{"token":"x","compress":"Deflate"}}',
  '{"hello":{"compress":"deflate","level":9}}',
];
for (const line of BAD) {
  Deno.test(`parseRequest() refuses ${line}`, () => {
    const request = parseRequest(line);
    assert(request?.kind === "refusal");
    assertEquals(request.code, "bad_request");
    assert(request.message.includes("as a hello has a token, or"));
  });
}

Deno.test("readWelcome() knows what formatWelcome() writes, by its id", () => {
  for (const name of ["reports", null]) {
    for (const isDeflated of [true, false]) {
      const line = formatWelcome("7", { name, isDeflated });
      assertEquals(readWelcome(line, 7), { isDeflated });
      assertEquals(readWelcome(line, 8), null);
    }
  }
  const plain = formatWelcome("", { name: "a", isDeflated: false });
  assertEquals(plain, '{"hello":{"name":"a"}}');
  const deflated = formatWelcome("1", { name: null, isDeflated: true });
  assertEquals(deflated, '{"id":1,"hello":{"name":null,"compress":"deflate"}}');
});
