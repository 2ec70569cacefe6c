// A metric passed itself, `import { cka } from "repgeom/metrics/cka"`, is what its name stands for.
import { afterAll, describe, expect, it } from "vitest";
import {
  align,
  compare,
  createEngine,
  cross,
  metrics,
  neighborIndex,
  pairwise,
  table,
  type MetricName,
} from "repgeom";
import { cka } from "repgeom/metrics/cka";
import * as entry from "repgeom/metrics/cka";
import { convolutional } from "repgeom/metrics/convolutional";
import { procrustes } from "repgeom/metrics/procrustes";
import { metrics as all } from "../../src/metrics/all.ts";
import { registry } from "../../src/metrics/registry.ts";
import { gaussian, streamFor } from "../support/data.ts";

const names = Object.keys(registry) as MetricName[];
const [x, y, z] = [5, 7, 4].map((units) => gaussian(streamFor(`values ${units}`), 12, units)) as [
  ReturnType<typeof gaussian>,
  ReturnType<typeof gaussian>,
  ReturnType<typeof gaussian>,
];

describe("the registry", () => {
  it("loads what the list of all metrics holds, in its order and under its name", async () => {
    expect(names).toEqual(Object.keys(all));
    for (const name of names) {
      expect(await registry[name]()).toBe(all[name]);
      expect(all[name].name).toBe(name);
    }
  });

  it.each(names)("gives %s an entry of its own, which exports it alone, in camelCase", async (name) => {
    const entry = (await import(`../../dist/src/metrics/entries/${name}.js`)) as Record<string, unknown>;
    const words = name.split("-").map((word, k) => (k === 0 ? word : word[0]!.toUpperCase() + word.slice(1)));
    expect(Object.keys(entry)).toEqual([words.join("")]);
    expect(entry[words.join("")]).toBe(metrics[name]);
  });
});

describe("a metric passed itself", () => {
  it("gives the bits of its name, with the same options beside", async () => {
    for (const options of [{}, { kernel: "rbf" }, { debiased: true }] as const)
      expect(await compare(x, y, { metric: cka, ...options })).toBe(
        await compare(x, y, { metric: "cka", ...options }),
      );
    const [given, named] = [
      { metric: procrustes, alpha: 0.5 },
      { metric: "procrustes", alpha: 0.5 },
    ] as const;
    const results = await Promise.all([given, named].map((spec) => pairwise([x, y, z], spec)));
    expect(results[0]!.toJson()).toBe(results[1]!.toJson());
    expect(results[0]!.metric).toBe("procrustes");
    expect((await cross([x], [y, z], given)).values).toEqual((await cross([x], [y, z], named)).values);
    expect((await align(x, y, given)).x.aligned).toEqual((await align(x, y, named)).x.aligned);
    const index = await neighborIndex([x, y, z], { metric: procrustes });
    expect((await index.nearest(y, 1)).neighbors[0]!.index).toBe(1);
  });

  it("has tables and statistics as by its name", async () => {
    const images = [1, 2].map((seed) => ({
      shape: [4, 3, 3, 2],
      data: gaussian(streamFor(`images ${seed}`), 4, 18).data,
      layout: "nhwc" as const,
    })) as [never, never];
    expect(await table(...images, { metric: convolutional })).toEqual(
      await table(...images, { metric: "convolutional" }),
    );
    const statistics = { bootstrap: "stimuli", samples: 20 } as const;
    const [given, named] = [cka, "cka" as const].map((metric) => ({ metric, ...statistics }) as never);
    expect((await pairwise([x, y], given!)).toJson()).toBe((await pairwise([x, y], named!)).toJson());
  });

  describe("on threads", () => {
    const engine = createEngine({ threads: 2 });
    afterAll(async () => (await engine).close());

    it("is found by its name, with the bits of the calling thread", async () => {
      // Large enough for threads: 300 · 300 · 260 multiplications a pair, of which there are 10.
      const networks = [260, 250, 240, 230].map((units) => gaussian(streamFor(`${units}`), 300, units));
      const spec = { metric: cka, kernel: "rbf" } as const;
      const threaded = await (await engine).pairwise(networks, spec);
      expect(threaded.values).toEqual((await pairwise(networks, { ...spec, metric: "cka" })).values);
    });
  });

  it("is checked as its name is: options of other metrics, and values that it does not accept", async () => {
    await expect(compare(x, y, { metric: cka, alpha: 0.5 } as never)).rejects.toThrow(
      expect.objectContaining({
        name: "OptionError",
        message: expect.stringContaining('cka has no option "alpha"'),
      }),
    );
    await expect(pairwise([x, y], { metric: cka, kernl: "rbf" } as never)).rejects.toThrow(
      'pairwise with cka has no option "kernl". Did you mean kernel?',
    );
  });

  it.each([
    ["nothing", undefined, /^metric is undefined; expected a name \(procrustes, .+import { cka } from/],
    ["a function", () => cka, /^metric is a function; expected a name/],
    ["the whole entry", entry, /^metric is a module, whose export is the metric; expected/],
    ["the address of its entry", "repgeom/metrics/CKA", /^There is no metric .+ Did you mean cka\?/],
  ])("is refused where it is %s, with what to write", async (_what, metric, message) => {
    await expect(compare(x, y, { metric } as never)).rejects.toThrow(message);
  });

  it("may stand alone, with its defaults", async () => {
    expect(await compare(x, y, cka)).toBe(await compare(x, y, { metric: cka }));
  });

  it.each([
    [
      "one of a caller's own",
      { name: "mine", form: "pair", options: {}, prepare: () => ({}), compare: () => 0 },
    ],
    ["a changed copy", { ...cka, title: "changed" }],
    ["nothing of the kind", {}],
  ])("is refused where it is %s", async (_what, metric) => {
    await expect(compare(x, y, { metric } as never)).rejects.toThrow(
      expect.objectContaining({
        name: "OptionError",
        option: "metric",
        message: expect.stringMatching(
          /^metric is an object that is no metric .* threads find a metric by its name/,
        ),
      }),
    );
  });

  it("cannot be changed in place", () => {
    expect(() => Object.assign(cka, { title: "changed" })).toThrow(TypeError);
  });
});
