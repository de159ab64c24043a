import { assertEquals } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import { CertificateFiles } from "../../src/cli/certificate_files.ts";
import { certificate, CertificateFolder } from "../support/certificates.ts";
import { within } from "../support/deadline.ts";
import { fakeIo } from "../support/fake_io.ts";
import { stubbed } from "../support/stubbed.ts";
import { TempFolder } from "../support/temp_folder.ts";

const KEPT = "Main server keeps its old certificate: ";

/** Pairs of which the certificate has to be the key's. */
function desk(folder: string) {
  const paths = new CertificateFolder(folder, "main");
  const { io, printed } = fakeIo();
  const files = new CertificateFiles(paths, io);
  const taken = Promise.withResolvers<void>();
  files.onChange(({ cert }) => {
    if (cert !== certificate("renewed").cert) {
      throw new FileFormatError("these are no pair");
    }
    taken.resolve();
  });
  const what = () => "a new certificate";
  return {
    paths,
    files,
    printed,
    taken: () => within(taken.promise, { ms: 20_000, what }),
  };
}

/** Resolves once a file is opened from now on. */
function opened(path: string) {
  const { openSync } = Deno;
  const seen = Promise.withResolvers<void>();
  const stub = stubbed(Deno, "openSync", (opened, options) => {
    if (opened === path) seen.resolve();
    return openSync(opened, options);
  });
  return { seen: seen.promise, [Symbol.dispose]: () => stub[Symbol.dispose]() };
}

Deno.test("CertificateFiles says once why a pair is not taken", async () => {
  using folder = new TempFolder();
  const { paths, files, printed, taken } = desk(folder.path);
  try {
    const { key } = certificate("main");
    const { cert } = certificate("elsewhere");
    for (const _ of ["new", "the same once more"]) {
      using read = opened(paths.key);
      paths.write({ cert, key });
      await within(read.seen, { ms: 20_000, what: () => "a look at the key" });
    }
    paths.write(certificate("renewed"));
    await taken();
    const { stderr } = await printed();
    assertEquals(
      stderr,
      `${KEPT}these are no pair\n` +
        `Main server reloaded its certificate from ${paths.cert}.\n`,
    );
    assertEquals(files.certificate, certificate("renewed"));
  } finally {
    files.close();
  }
});

Deno.test("CertificateFiles tries again what could not be read, and says so once", async () => {
  using folder = new TempFolder();
  const { paths, files, printed, taken } = desk(folder.path);
  try {
    const { openSync } = Deno;
    let failures = 2;
    using _ = stubbed(Deno, "openSync", (path, options) => {
      const isOurs = path === paths.cert && options === undefined;
      if (isOurs && failures-- > 0) throw new Error("Too many open files");
      return openSync(path, options);
    });
    paths.write(certificate("renewed"));
    await taken();
    const { stderr } = await printed();
    assertEquals(
      stderr,
      `${KEPT}Cannot read "${paths.cert}": Too many open files\n` +
        `Main server reloaded its certificate from ${paths.cert}.\n`,
    );
  } finally {
    files.close();
  }
});

Deno.test("CertificateFiles says last what holds now", async () => {
  using folder = new TempFolder();
  const { paths, files, printed } = desk(folder.path);
  const ours = certificate("main");
  const look = async (change: () => void) => {
    using read = opened(paths.cert);
    change();
    await within(read.seen, { ms: 20_000, what: () => "a look" });
  };
  try {
    const wrong = { ...ours, cert: certificate("elsewhere").cert };
    await look(() => paths.write(wrong));
    await look(() => Deno.removeSync(paths.key));
    await look(() => paths.write(wrong));
    await look(() => paths.write(ours));
    const { stderr } = await printed();
    assertEquals(
      stderr,
      `${KEPT}these are no pair\n` +
        `${KEPT}Cannot read "${paths.key}": no such file\n` +
        `${KEPT}these are no pair\n` +
        `Main server reloaded its certificate from ${paths.cert}.\n`,
    );
    assertEquals(files.certificate, ours);
  } finally {
    files.close();
  }
});
