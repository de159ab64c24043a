/** The id of a JSON request, to be echoed with all its digits. */

const FIELD = '"id"';
/** As most are, and the only one: then nothing else has to be looked at again. */
const WHOLE_ID = /"id"\s*:\s*(-?\d+)\s*[,}]/;

/**
 * @param id The id as it was parsed.
 * @param text The whole request.
 * @returns The id as JSON text; "" when absent, null when it cannot be an id.
 */
export function parseId(id: unknown, text: string): string | null {
  if (id === undefined) return "";
  if (typeof id === "string") return JSON.stringify(id);
  if (typeof id !== "number") return null;
  const isOnly = text.indexOf(FIELD) === text.lastIndexOf(FIELD);
  if (isOnly && WHOLE_ID.exec(text)?.[1] === String(id)) return String(id);
  // A double would change it, so the digits are echoed as they came. Objects
  // within may have an id too, and the request itself is visited last.
  const sources = new Map<unknown, string>();
  let source = "";
  function keepSource(
    this: unknown,
    key: string,
    value: unknown,
    at?: { source?: string },
  ): unknown {
    if (key === "id" && value === id) {
      sources.set(this, at?.source ?? String(id));
    }
    if (key === "") source = sources.get(value) ?? source;
    return value;
  }
  try {
    JSON.parse(text, keepSource);
  } catch {
    // Nested so deeply that a reviver cannot walk it: no request is.
    return null;
  }
  return source;
}
