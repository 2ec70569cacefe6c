import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build, preview } from "vite";
import type { Plugin, PreviewServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { read } from "../../src/data/read.ts";
import { launchBrowser, missing } from "../report/browser.ts";
import { golden, samples, sampleBytes } from "../support/format-samples.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = existsSync(join(root, "dist/src/index.js"));
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** A user's page: all that it has of the library is `read`. */
const entry: Plugin = {
  name: "entry",
  resolveId: (id) => (id === "virtual:page" ? id : undefined),
  load: (id) =>
    id === "virtual:page" ? 'import { read } from "repgeom"; globalThis.read = read;' : undefined,
};

describe.skipIf(missing || !built)("files in a page under a strict policy", () => {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-formats-"));
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const input = { input: "virtual:page", output: { entryFileNames: "page.js" } };
    const shared = {
      root,
      configFile: false as const,
      publicDir: false as const,
      logLevel: "error" as const,
    };
    await build({
      ...shared,
      plugins: [entry],
      build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, rolldownOptions: input },
    });
    writeFileSync(
      join(folder, "index.html"),
      '<!doctype html><script type="module" src="./page.js"></script>',
    );
    const headers = { "Content-Security-Policy": policy };
    const place = { port: 0, host: "127.0.0.1", headers };
    server = await preview({ ...shared, build: { outDir: folder }, preview: place });
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!, { waitUntil: "networkidle" });
    await page.waitForFunction(() => "read" in globalThis);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  /** What the page reads, or the message of its error. */
  function readInPage(name: string, bytes: Uint8Array, options: object): Promise<unknown> {
    const given = { name, text: Buffer.from(bytes).toString("base64"), options };
    return page.evaluate(async ({ name, text, options }) => {
      const file = new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name);
      const { read } = globalThis as unknown as { read(file: File, options: object): Promise<Read[]> };
      interface Read {
        readonly name: string;
        readonly shape: readonly number[];
        readonly data: ArrayLike<number>;
      }
      try {
        return (await read(file, options)).map(({ name, shape, data }) => ({
          name,
          shape,
          data: Array.from(data),
        }));
      } catch (error) {
        return (error as Error).message;
      }
    }, given);
  }

  it("loads no reader of a format before a file comes", async () => {
    const sizes = await page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map((one) => (one as PerformanceResourceTiming).decodedBodySize),
    );
    const loaded = sizes.reduce((sum, size) => sum + size, 0);
    expect(loaded).toBeGreaterThan(1000);
    expect(loaded).toBeLessThan(200_000);
  });

  it.each(["h5", "zarr.zip", "parquet", "nii.gz"])(
    "have the numbers that Node reads: .%s",
    async (extension) => {
      const bytes = sampleBytes(extension);
      const options = { ...(samples[extension]!.array && { arrays: samples[extension]!.array }) };
      const expected = await read({ name: `x.${extension}`, bytes }, options);
      const plain = expected.map(({ name, shape, data }) => ({
        name,
        shape: [...shape],
        data: Array.from(data),
      }));
      expect(plain[0]!.data.length).toBeGreaterThan(50);
      expect(await readInPage(`x.${extension}`, bytes, options)).toEqual(plain);
    },
  );

  it("are refused with advice where they are larger than may be held", async () => {
    const message = await readInPage("x.h5", sampleBytes("h5"), { maxMemory: 1000 });
    expect(message).toMatch(
      /x\.h5: .*at most 1000 bytes to be held.*In a worker such a file is read in place/,
    );
  });

  it("say where the filter of an HDF5 file belongs", async () => {
    const message = await readInPage("x.h5", readFileSync(golden("hdf5/plugins.h5")), {});
    expect(message).toMatch(/the filter of its chunks at http.*\/plugins\/libH5Zblosc\.so, got/);
    expect(message).toMatch(/Copy the folder plugins of the package h5wasm-plugins there/);
  });
});
