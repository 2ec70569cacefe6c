import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, pairwise } from "repgeom";
import { launchBrowser, missing } from "../report/browser.ts";

const files = fileURLToPath(new URL("../../dist/browser", import.meta.url));
const types: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** A job that is large enough for threads, for the page and for here. */
function networks() {
  return Array.from({ length: 4 }, (_, k) => ({
    rows: 300,
    cols: 300,
    data: Float64Array.from({ length: 90_000 }, (_, i) => ((i * (k + 3) * 7919) % 1009) / 1009),
  }));
}

const job = `
  ${networks.toString()}
  const { createEngine, pairwise } = await import(address);
  const engine = await createEngine({ deterministic: true, threads: 2 });
  const { values } = await pairwise(networks(), { metric: "procrustes" }, { engine });
  return [...values];
`;

describe.skipIf(missing)("pages without a bundler", () => {
  let browser: Browser;
  let page: { server: Server; origin: string };
  let other: { server: Server; origin: string };
  let expected: number[];

  /** Serves dist/browser; a page at its root. @param policy - the page's, if it has one */
  async function serve(policy = "") {
    const server = createServer(({ url = "/" }, response) => {
      response.setHeader("Access-Control-Allow-Origin", "*"); // as content delivery networks do
      const path = join(files, url);
      if (url !== "/" && existsSync(path)) {
        response.setHeader("Content-Type", types[extname(path)] ?? "text/plain");
        createReadStream(path).pipe(response);
        return;
      }
      if (url === "/strict") response.setHeader("Content-Security-Policy", policy);
      response.writeHead(url === "/favicon.ico" ? 404 : 200, { "Content-Type": "text/html" });
      response.end("<!doctype html><title>page</title>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  beforeAll(async () => {
    [browser, other] = await Promise.all([launchBrowser(), serve()]);
    page = await serve(
      `script-src 'self' 'unsafe-eval' ${other.origin}; worker-src 'self'; connect-src ${other.origin}`,
    );
    const engine = await createEngine({ deterministic: true, threads: 0 });
    expected = [...(await pairwise(networks(), { metric: "procrustes" }, { engine })).values];
  });

  afterAll(async () => {
    await browser.close();
    page.server.close();
    other.server.close();
  });

  async function runAt(path: string, address: string) {
    const tab = await browser.newPage();
    const said: string[] = [];
    let workers = 0;
    tab.on("console", (message) => message.type() === "warning" && said.push(message.text()));
    tab.on("worker", () => workers++);
    await tab.goto(page.origin + path);
    const values = await tab.evaluate(
      ([address, job]) =>
        new Function("address", `return (async () => {${job}})()`)(address) as Promise<number[]>,
      [address, job] as const,
    );
    await tab.close();
    return { values, workers, said };
  }

  it("files of the own origin: threads, and the bits of Node", async () => {
    const { values, workers, said } = await runAt("/", `${page.origin}/repgeom.min.js`);
    expect({ values, workers, said }).toEqual({ values: expected, workers: 2, said: [] });
  });

  it("files of another origin start threads, too", async () => {
    const { values, workers, said } = await runAt("/", `${other.origin}/repgeom.min.js`);
    expect({ values, workers, said }).toEqual({ values: expected, workers: 2, said: [] });
  });

  it("a policy that forbids the threads of another origin: the calling thread, and one warning", async () => {
    const { values, said } = await runAt("/strict", `${other.origin}/repgeom.min.js`);
    expect(values).toEqual(expected);
    expect(said).toEqual([expect.stringContaining("no worker thread could start")]);
  });

  it("kernels inside the script: nothing else is loaded", async () => {
    const { values } = await runAt("/", `${other.origin}/repgeom.inline.min.js`);
    expect(values).toEqual(expected);
  });
});
