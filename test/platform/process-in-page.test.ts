import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "repgeom";
import { writeNpy, writeNpz } from "../../src/data/write.ts";
import { launchBrowser, missing } from "../report/browser.ts";

const files = fileURLToPath(new URL("../../dist/browser", import.meta.url));
const origin = "http://page.test";

/** What pages have that are no Node: a shim of a bundler, and a window of Electron with `nodeIntegration`. */
const processes = {
  "a shim": { versions: { node: "20.0.0" }, env: {}, argv: [], platform: "linux" },
  "a window of Electron": { versions: { node: "20.0.0", electron: "30.0.0" }, type: "renderer", env: {} },
};

const values = Array.from({ length: 20 }, (_, k) => (k * 7919) % 101);
const npy = writeNpy([5, 4], Float64Array.from(values));
const npz = writeNpz([{ name: "net", shape: [5, 4], data: Float64Array.from(values, Math.sqrt) }]);

/** A text, because the test runner rewrites `import()`. */
const job = `(async () => {
  const { compare, read } = await import("${origin}/repgeom.min.js");
  const bytes = await (await fetch("net.npy")).arrayBuffer();
  const [file] = await read(new File([bytes], "net.npy"));
  const [text] = await read("${origin}/net.npz");
  const [url] = await read(new URL("${origin}/net.npy"));
  const [relative] = await read("net.npy");
  const among = [text, url, relative].map((one) => compare(file, one, { metric: "procrustes" }));
  const path = await read("/etc/none.npy").catch((error) => error.message);
  return { among: await Promise.all(among), path };
})()`;

describe.skipIf(missing)("a page that has a `process`", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it.each(Object.keys(processes) as (keyof typeof processes)[])(
    "%s: reads files and addresses as a page",
    async (kind) => {
      const tab = await browser.newPage();
      await tab.route(`${origin}/**`, (route) => {
        const path = join(files, new URL(route.request().url()).pathname);
        if (path.endsWith("/net.npy")) return route.fulfill({ body: Buffer.from(npy) });
        if (path.endsWith("/net.npz")) return route.fulfill({ body: Buffer.from(npz) });
        if (path.endsWith("/"))
          return route.fulfill({ contentType: "text/html", body: "<title>page</title>" });
        return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404, body: "" });
      });
      await tab.addInitScript((process) => {
        Object.assign(globalThis, { process, Buffer: undefined, global: globalThis });
      }, processes[kind]);
      await tab.goto(`${origin}/`);
      const got = await tab.evaluate<{ among: number[]; path: string }>(job);
      await tab.close();
      const [own, root] = [values, values.map(Math.sqrt)].map((data) => ({
        rows: 5,
        cols: 4,
        data: Float64Array.from(data),
      }));
      expect(got.among[0]).toBeCloseTo(await compare(own!, root!, { metric: "procrustes" }), 12);
      expect(Math.hypot(...got.among.slice(1))).toBeLessThan(1e-12);
      expect(got.path).toContain("404"); // an address, not a file of the machine
    },
  );
});
