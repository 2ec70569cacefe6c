import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
// @ts-expect-error a script without types
import { bits } from "../../scripts/runtimes/harness/bits.mjs";
// @ts-expect-error a script without types
import { serveFolder } from "../../scripts/runtimes/harness/files.mjs";
// @ts-expect-error a script without types
import { tell } from "../../scripts/runtimes/web/app/tell.js";
// @ts-expect-error a script without types
import * as expected from "../../scripts/runtimes/web/expected.mjs";
// @ts-expect-error a script without types
import { policies } from "../../scripts/runtimes/web/policies.mjs";
// @ts-expect-error a script without types
import { serveBefore } from "../../scripts/runtimes/web/proxy.mjs";
// @ts-expect-error a script without types
import { importOf, layApp, startSite } from "../../scripts/runtimes/web/site.mjs";

const folder = mkdtempSync(join(tmpdir(), "repgeom-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = { shape: [3, 2], data: [1.5, 2, 3, 4, 5, -6000] };
const { probes, poolJob } = bits() as { probes: Record<string, string>; poolJob: string };
const told = {
  probes,
  pool: poolJob,
  answered: 2,
  shared: true,
  isolated: true,
  warnings: [] as string[],
  read: ["chosen", "table"].map((name) => ({ name, ...numbers })),
};

describe("what is expected of a page", () => {
  const threads = expected.onThreads();

  it.each([
    ["sameBits", expected.sameBits, { probes: { ...probes, mantel: "0" } }, "mantel"],
    ["sameBits", expected.sameBits, { probes: { failed: "Error: no kernels" } }, "no kernels"],
    ["onThreads", threads, { answered: 1 }, "ran on 1 worker threads"],
    ["onThreads", threads, { pool: "0" }, "other bits"],
    ["onThreads", threads, { pool: { failed: "Error: no threads" } }, "no threads"],
    ["bothRead", expected.bothRead, { read: [] }, "not what the files hold"],
    ["bothRead", expected.bothRead, { read: { failed: "Error: HTTP 404" } }, "HTTP 404"],
    ["sharesMemory", expected.sharesMemory, { isolated: false }, "not isolated"],
    ["sharesMemory", expected.sharesMemory, { shared: false }, "do not share"],
    ["noWarnings", expected.noWarnings, { warnings: ["slow"] }, "slow"],
  ])("%s refuses what differs", (_name, expectation, change, message) => {
    expect(() => expectation(told)).not.toThrow();
    expect(() => expectation({ ...told, ...change })).toThrow(message);
  });

  it("oneWarning wants one, and no thread", () => {
    const alone = { ...told, answered: 0, warnings: ["the calling thread computes"] };
    expect(() => expected.oneWarning(alone)).not.toThrow();
    expect(() => expected.oneWarning({ ...alone, answered: 1 })).toThrow("1 threads answered");
    expect(() => expected.oneWarning({ ...alone, warnings: [] })).toThrow("got 0");
    expect(() => expected.oneWarning({ ...alone, warnings: ["a", "b"] })).toThrow("got 2: a b");
  });

  it("says which browser differs", () => {
    const all = [
      { name: "chromium", told },
      { name: "firefox", told: { ...told, answered: 0 } },
    ];
    expect(() => expected.expectEach(all, expected.sameBits)).not.toThrow();
    expect(() => expected.expectEach(all, threads)).toThrow(/^firefox: .* 0 worker threads/);
    const failed = [{ name: "firefox", told: { failed: "The page told nothing." } }];
    expect(() => expected.expectEach(failed)).toThrow("firefox: The page told nothing.");
  });
});

describe("what a page tells", () => {
  afterEach(() => vi.unstubAllGlobals());

  /** Workers that answer what they are told to. */
  class Echo extends EventTarget {
    answer(data: unknown) {
      this.dispatchEvent(Object.assign(new Event("message"), { data }));
    }
  }
  const library = {
    createEngine: async () => ({ close() {} }),
    read: async () => [{ name: "chosen", shape: [1, 2], data: Float64Array.of(1, 2), more: () => {} }],
  };
  const answers = (data: unknown, workers = 2) => {
    const started = Array.from({ length: workers }, () => new Worker("a.js") as unknown as Echo);
    for (const worker of started) worker.answer(data);
  };
  const inPage = () => {
    vi.stubGlobal("Worker", Echo);
    vi.stubGlobal("location", { href: "http://localhost/" });
    vi.spyOn(console, "warn").mockImplementation(() => {});
  };

  it("counts the workers that answer during the job, and those alone", async () => {
    inPage();
    const probes = {
      runProbes: async () => answers({ data: new Float64Array(1) }, 3),
      poolJob: async () => answers({ inner: [{ data: new Float64Array(1) }] }),
    };
    expect(await tell(library, probes)).toMatchObject({ answered: 2, shared: false });
  });

  it("sees shared memory in what they send", async () => {
    inPage();
    const data = new Float64Array(new SharedArrayBuffer(8));
    const probes = { runProbes: async () => ({}), poolJob: async () => answers({ inner: [{ data }] }) };
    expect(await tell(library, probes)).toMatchObject({ answered: 2, shared: true });
  });

  it("goes on after a part that fails, keeps warnings, and gives plain data", async () => {
    inPage();
    const probes = {
      runProbes: async () => {
        console.warn("slow", 1); // oxlint-disable-line no-console -- as the library does in a page
        throw new TypeError("no kernels");
      },
      poolJob: async () => "hash",
    };
    expect(await tell(library, probes)).toMatchObject({
      probes: { failed: "TypeError: no kernels" },
      pool: "hash",
      warnings: ["slow 1"],
      read: [{ name: "chosen", shape: [1, 2], data: [1, 2] }],
    });
  });

  it("tells that no engine can be had", async () => {
    inPage();
    const none = { ...library, createEngine: () => Promise.reject(new Error("refused")) };
    const failed = { failed: "Error: refused" };
    expect(await tell(none, {})).toMatchObject({ probes: failed, pool: failed, read: failed });
  });
});

describe("a site", () => {
  it("is an app of a page, a script and the probes", async () => {
    const at = layApp({ folder }, { name: "site", load: importOf("./lib.js"), options: "{ threads: 3 }" });
    const script = readFileSync(`${at}/main.js`, "utf8");
    expect(script.split("\n").length).toBeLessThan(8);
    expect(script).toContain('from "./lib.js"');
    expect(script).toContain("tell(repgeom, probes, { threads: 3 })");
    expect(readFileSync(`${at}/index.html`, "utf8")).toContain('src="./main.js"');
    const { probeNames } = await import(`${at}/probes.mjs`);
    expect(probeNames).toEqual(Object.keys(probes));
  });

  it("is made once, for all features that open it", async () => {
    const make = vi.fn(async () => folder);
    const site = await startSite({}, [], make);
    await Promise.all([site.folder(), site.told("plain"), site.told("csp")]);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it("behind a proxy has its headers too", async () => {
    writeFileSync(`${folder}/a.txt`, "text");
    const inner = await serveFolder(folder, { "X-Inner": "1" });
    const outer = await serveBefore(inner.address, policies.isolated);
    try {
      const answer = await fetch(`${outer.address}/a.txt`);
      expect(await answer.text()).toBe("text");
      expect(answer.headers.get("x-inner")).toBe("1");
      expect(answer.headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect((await fetch(`${outer.address}/b.txt`)).status).toBe(404);
    } finally {
      outer.close();
      inner.close();
    }
  });
});
