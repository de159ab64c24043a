/**
 * The ledgers of servers that have ended, read with nothing of the program's:
 * by node:sqlite and, where it is there, by the program `sqlite3` as well.
 */

import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { BACKENDS } from "./booking_stage.ts";
import type { BookingRow, HoldRow, Ledgers } from "./booking_verdict.ts";

/** Who has read a ledger, and found the same. */
export type Reader = "node:sqlite" | "sqlite3";

export async function readLedgers(
  state: string,
): Promise<Ledgers & { readonly readers: readonly Reader[] }> {
  const hasProgram = await runSqlite(["--version"]) !== null;
  const read = <Row>(file: string, sql: string) =>
    readRows<Row>(`${state}/${file}.sqlite`, sql, hasProgram);
  const holds: Record<string, HoldRow[]> = {};
  for (const name of BACKENDS) {
    holds[name] = await read<HoldRow>(name, "SELECT * FROM hold");
  }
  const refused = await read<{ key: string }>(
    "main",
    "SELECT key FROM refused",
  );
  return {
    bookings: await read<BookingRow>("main", "SELECT * FROM booking"),
    refused: refused.map(({ key }) => key),
    holds,
    readers: hasProgram ? ["node:sqlite", "sqlite3"] : ["node:sqlite"],
  };
}

async function readRows<Row>(
  path: string,
  sql: string,
  hasProgram: boolean,
): Promise<Row[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  const query = (sql: string) => database.prepare(sql).all();
  try {
    assertEquals(query("PRAGMA integrity_check")[0]?.integrity_check, "ok");
    const rows = query(sql) as Row[];
    if (!hasProgram) return rows;
    const text = await runSqlite(["-readonly", "-json", path, sql]) ?? "";
    // For no rows at all it prints nothing.
    const others = text === "" ? [] : JSON.parse(text);
    assertEquals(JSON.stringify(others), JSON.stringify(rows), path);
    return rows;
  } finally {
    database.close();
  }
}

/** @returns What it prints; null if there is no such program. */
async function runSqlite(args: readonly string[]): Promise<string | null> {
  try {
    const command = new Deno.Command("sqlite3", { args: [...args] });
    const { stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stderr), "");
    return decoder.decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
