import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only, so own metrics are tested as users get them.
import { createEngine, defineMetric, loadMetric, registerMetric, type Engine, type OwnMetric } from "repgeom";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, representation } from "../../support/data.ts";

const random = createRandom(5);
const nets = Array.from({ length: 6 }, (_, k) => representation(`net ${k}`, gaussian(random, 30, 8)));
const at = (name: string) => new URL(`modules/${name}.mjs`, import.meta.url);

const started: Worker[] = [];
process.on("worker", (worker) => started.push(worker));

let [alone, pool] = [] as unknown as [Engine, Engine];
let meanGap: OwnMetric;
beforeAll(async () => {
  [alone, pool] = await Promise.all([createEngine({ threads: 0 }), createEngine({ threads: 2 })]);
  meanGap = await loadMetric(at("mean-gap"));
});
afterAll(() => [alone, pool].forEach((engine) => engine?.close()));

const both = () => [alone, pool];
const modes = ["on the calling thread", "on worker threads"] as const;

describe.each(modes)("a metric of a module, %s", (mode) => {
  const engine = () => both()[modes.indexOf(mode)]!;

  it("gives its values, with its options, its promises and where it is from", async () => {
    const found = await engine().pairwise(nets, { metric: meanGap, power: 2 });
    const plain = await engine().pairwise(nets, meanGap);
    expect(found.values).toEqual(plain.values.map((value) => 2 * value));
    expect(plain.at(0, 1)).toBeCloseTo(gapOf(nets[0]!.data, nets[1]!.data), 12);
    expect(found).toMatchObject({
      metric: "mean-gap",
      kind: "distance",
      options: { power: 2 },
      warnings: [],
    });
    expect(found.own).toEqual({ title: "Gap of means", digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.parse(found.toJson())).toMatchObject({ own: { title: "Gap of means" } });
  });

  it("has intervals, p-values, explanations and neighbours", async () => {
    const sure = await engine().pairwise(nets, { metric: meanGap, bootstrap: "stimuli", samples: 40 });
    expect(sure.interval!.lower.at(0, 1)).toBeLessThan(sure.at(0, 1));
    const chance = await engine().cross(nets.slice(0, 2), nets.slice(2), {
      metric: meanGap,
      permutation: "stimuli",
      samples: 40,
    });
    expect(chance.p!.at(0, 0)).toBeGreaterThan(0);
    const why = await engine().explain(nets[0]!, nets[1]!, meanGap, { leaveOut: 50 });
    expect(why.stimuli).toMatchObject({ form: "leave-one-out" });
    const index = await engine().neighborIndex(nets, meanGap);
    const { neighbors } = await index.nearest(nets[0]!, 2);
    expect(neighbors[0]).toMatchObject({ name: "net 0", index: 0 });
    await expect(index.toBytes()).rejects.toThrow("mean-gap is a metric of your own");
  });

  it("is tried on held-out stimuli where it says how", async () => {
    const fits = await loadMetric(at("fits"));
    const found = await engine().pairwise(nets, { metric: fits, folds: 3, seed: 1 });
    expect(found.crossvalidation).toEqual({ folds: 3, seed: 1 });
    await expect(engine().pairwise(nets, { metric: meanGap, folds: 3 })).rejects.toThrow("fits nothing");
  });

  it("may be made of inner products, with the kernels", async () => {
    const second = await loadMetric(at("several"), "second-of-two");
    const found = await engine().pairwise(nets, second);
    expect(found.at(2, 2)).toBeCloseTo(1, 12);
    const plain = await alone
      .pairwise(nets, { metric: "cka", center: false } as never)
      .catch(() => undefined);
    expect(plain?.at(0, 1) ?? found.at(0, 1)).toBeCloseTo(found.at(0, 1), 6);
  });

  it("stands beside another one of the same name", async () => {
    const other = await loadMetric(at("same-name"));
    const [a, b] = await Promise.all([engine().pairwise(nets, meanGap), engine().pairwise(nets, other)]);
    expect(b.at(0, 1)).toBe(nets[0]!.data[0]! * nets[1]!.data[0]!);
    expect(a.at(0, 1)).not.toBe(b.at(0, 1));
    expect(a.own!.digest).not.toBe(b.own!.digest);
  });
});

const gapOf = (x: ArrayLike<number>, y: ArrayLike<number>) => {
  const mean = (of: ArrayLike<number>, i: number) =>
    Array.from({ length: 8 }, (_, j) => of[8 * i + j]!).reduce((a, b) => a + b) / 8;
  return Array.from({ length: 30 }, (_, i) => Math.abs(mean(x, i) - mean(y, i))).reduce((a, b) => a + b) / 30;
};

describe("threads", () => {
  it("give the bits of the calling thread", async () => {
    const [here, there] = await Promise.all(both().map((engine) => engine.pairwise(nets, meanGap)));
    expect(there!.values).toEqual(here!.values);
  });

  it("are replaced when they die", async () => {
    started.length = 0;
    const engine = await createEngine({ threads: 2 });
    let killed = 0;
    const found = await engine.pairwise(nets, meanGap, {
      onProgress: ({ done }) => {
        if (killed === 0 && done > 0) void started[killed++]?.terminate();
      },
    });
    engine.close();
    expect(killed).toBe(1);
    expect(found.values).toEqual((await alone.pairwise(nets, meanGap)).values);
  });

  it("leave a metric without a module to the calling thread, and the result says so", async () => {
    const local = defineMetric({
      name: "local",
      compare: (x, y) => x.data[0]! - y.data[0]!,
      operations: () => 1e9,
    });
    const [here, there] = await Promise.all(both().map((engine) => engine.pairwise(nets, local)));
    expect(here!.warnings).toEqual([]);
    expect(there!.warnings).toEqual([expect.stringContaining("on the calling thread alone")]);
    expect(there!.values).toEqual(here!.values);
    const sure = await pool.pairwise(nets, { metric: local, bootstrap: "stimuli", samples: 40 });
    expect(sure.warnings.filter((note) => note.includes("calling thread alone"))).toHaveLength(1);
  });

  it("refuse a module that has changed since it was loaded", async () => {
    const folder = mkdtempSync(join(tmpdir(), "repgeom-own-"));
    const path = join(folder, "mine.mjs");
    copyFileSync(at("mean-gap"), path);
    const mine = await loadMetric(pathToFileURL(path));
    await alone.pairwise(nets, mine);
    writeFileSync(path, "export default { name: 'mean-gap', compare: () => 0 };");
    await expect(pool.pairwise(nets, mine)).rejects.toThrow(
      expect.objectContaining({ name: "MetricError", message: expect.stringContaining("has changed since") }),
    );
    rmSync(folder, { recursive: true });
  });

  it("say that a module does not export the metric", async () => {
    const hidden = defineMetric({
      name: "hidden",
      module: at("none"),
      compare: () => 1,
      operations: () => 1e9,
    });
    await expect(pool.pairwise(nets, hidden)).rejects.toThrow(
      /none\.mjs exports no metric.*Threads import it/,
    );
  });

  it("do not start threads without end where a module computes with its metric", async () => {
    await expect(import(at("computes").href)).rejects.toThrow("Put the metric into a file of its own");
  });
});

describe("what a metric does wrong is said with its name and place", () => {
  const bad = (name: string, more: object) =>
    defineMetric({ name, compare: () => 1, ...more } as never) as OwnMetric;

  it.each([
    [
      "a value that is no number",
      { compare: () => "1" },
      /The metric wrong: compare gave "1"; expected a number/,
    ],
    ["a promise", { compare: async () => 1 }, /compare gave a promise .*cannot be async/],
    ["NaN", { compare: () => NaN }, /net 0 against net 0 is not a number/],
    [
      "what it throws",
      { compare: (x: { no: { thing: number } }) => x.no.thing },
      /The metric wrong: compare threw TypeError: Cannot read .* \(at .*own\.test\.ts/,
    ],
    [
      "a bare list kept",
      { prepare: () => new Float64Array(3) },
      /prepare gave a bare Float64Array; expected a matrix/,
    ],
    ["a bare list among parts", { prepare: () => ({ a: new Float64Array(3) }) }, /"a": a bare Float64Array/],
    [
      "a matrix of another size",
      { prepare: () => ({ rows: 2, cols: 2, data: new Float64Array(3) }) },
      /2 × 2 with 3 elements/,
    ],
    ["a failing setup", { setup: () => Promise.reject(new Error("no wasm")) }, /setup threw Error: no wasm/],
  ])("%s", async (_what, more, message) => {
    await expect(alone.pairwise(nets, bad("wrong", more))).rejects.toThrow(message);
  });

  it.each([
    ["no name", { name: undefined }, /name is undefined; expected lower-case letters/],
    ["a name in capitals", { name: "Mine" }, /name is "Mine"/],
    ["a name of the library", { name: "cka" }, /"cka" is the name of a metric of this library/],
    ["no compare", { compare: undefined }, /has no compare\(x, y\)/],
    ["a misspelt member", { prepair: () => 1 }, /a member "prepair", which is none. Did you mean prepare\?/],
    ["a kind that is none", { kind: "score" }, /kind is "score"; accepted: "distance"/],
    ["a range upside down", { range: [1, 0] }, /range is \[1, 0\]/],
    ["an invariance that is none", { invariantTo: ["rotation"] }, /invariantTo is "rotation"/],
    ["functions of the other form", { features: () => [] }, /to which features does not belong/],
    ["an option without a type", { options: { k: {} } }, /the option "k" has no type/],
    ["an option of pairwise", { options: { folds: { default: 1 } } }, /a name that pairwise and compare use/],
    [
      "a default out of range",
      { options: { k: { default: 1, min: 2 } } },
      /has the default 1, which it does not/,
    ],
    ["a path as module", { module: "./mine.js" }, /expected a whole address/],
  ])("%s", (_what, more, message) => {
    expect(() => bad("mine", more)).toThrow(message);
  });

  it("a definition in place of a metric", async () => {
    const plain = { name: "mine", compare: () => 0 };
    await expect(alone.pairwise(nets, { metric: plain } as never)).rejects.toThrow(
      "defineMetric(…) makes a metric",
    );
    await expect(alone.pairwise(nets, plain as never)).rejects.toThrow("defineMetric(…) makes a metric");
  });

  it("an option that it does not have", async () => {
    await expect(alone.pairwise(nets, { metric: meanGap, pover: 2 })).rejects.toThrow(
      'pairwise with mean-gap has no option "pover". Did you mean power?',
    );
  });
});

describe("registerMetric", () => {
  it("lets the name stand for it", async () => {
    registerMetric(await loadMetric(at("fits")));
    const found = await pool.compare(nets[0]!, nets[1]!, { metric: "fits" } as never);
    expect(found).toBe(await alone.compare(nets[0]!, nets[1]!, await loadMetric(at("fits"))));
    expect(() => registerMetric({ name: "cka" } as never)).toThrow("expected a metric of defineMetric");
  });
});

describe("loadMetric", () => {
  it.each([
    ["that throws", "throws", /throws\.mjs cannot be imported: RangeError: not today \(at file:/],
    ["that is not there", "missing", /missing\.mjs cannot be imported/],
    ["without a metric", "none", /exports no metric\. Expected export default.*its exports: score/],
    ["with several", "several", /exports several metrics: first-of-two, second-of-two\. Say which/],
  ])("refuses a module %s", async (_what, name, message) => {
    await expect(loadMetric(at(name))).rejects.toThrow(expect.objectContaining({ name: "MetricError", message: expect.stringMatching(message) })); // prettier-ignore
  });

  it("runs a setup once a thread, before anything else", async () => {
    let times = 0;
    const slow = defineMetric({
      name: "slow",
      setup: async () => void (await Promise.resolve(), times++),
      compare: () => times,
    });
    expect(await alone.compare(nets[0]!, nets[1]!, slow)).toBe(1);
    expect(await alone.compare(nets[0]!, nets[1]!, slow)).toBe(1);
  });
});
