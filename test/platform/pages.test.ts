import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, pairwise } from "repgeom";
import { launchBrowser, missing } from "../report/browser.ts";
import { serve, type Served } from "../support/serve.ts";

const files = fileURLToPath(new URL("../../dist/browser", import.meta.url));

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
  let page: Served;
  let other: Served;
  let expected: number[];

  beforeAll(async () => {
    [browser, other] = await Promise.all([launchBrowser(), serve(files)]);
    const policy = `script-src 'self' 'unsafe-eval' ${other.origin}; worker-src 'self'; connect-src ${other.origin}`;
    page = await serve(files, { "/": {}, "/strict": { "Content-Security-Policy": policy } });
    const engine = await createEngine({ deterministic: true, threads: 0 });
    expected = [...(await pairwise(networks(), { metric: "procrustes" }, { engine })).values];
  });

  afterAll(async () => {
    await browser?.close();
    page?.close();
    other?.close();
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
