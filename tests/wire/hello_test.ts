import { assert, assertEquals } from "@std/assert";
import { parseRequest } from "../../src/wire/client_lines.ts";
import { formatHello, formatWelcome, isWelcome } from "../../src/wire/hello.ts";

Deno.test("parseRequest() reads what formatHello() writes", () => {
  assertEquals(parseRequest(formatHello(7, "cvn_x")), {
    kind: "hello",
    json: true,
    id: "7",
    token: "cvn_x",
  });
});

const BAD = [
  '{"hello":{}}',
  '{"hello":null}',
  '{"hello":"cvn_x"}',
  '{"hello":["cvn_x"]}',
  '{"hello":{"token":7}}',
  '{"hello":{"token":"x","name":"y"}}',
  '{"hello":{"token":"x"},"names":["lilith"]}',
  '{"hello":{"token":"x"},"wish":1}',
];
for (const line of BAD) {
  Deno.test(`parseRequest() refuses ${line}`, () => {
    const request = parseRequest(line);
    assert(request?.kind === "refusal");
    assertEquals(request.code, "bad_request");
    assert(request.message.includes("a hello has a token and nothing else"));
  });
}

Deno.test("isWelcome() knows what formatWelcome() writes, by its id", () => {
  for (const name of ["reports", null]) {
    const line = formatWelcome("7", name);
    assert(isWelcome(line, 7) && !isWelcome(line, 8));
  }
  assertEquals(formatWelcome("", "a"), '{"hello":{"name":"a"}}');
});
