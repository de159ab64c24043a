/** A folder that is gone after the test, with all that is in it. */

export class TempFolder implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "convene-" });

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
