import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OptionError, ShapeError } from "../../../src/base/errors.ts";
import { read } from "../../../src/data/read.ts";
import type { ReadOptions } from "../../../src/data/files/options.ts";
import { readLazily } from "../../../src/data/read-lazily.ts";
import { writeNpy, writeNpz } from "../../../src/data/write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repgeom-arrange-"));
});
afterAll(() => rm(folder, { recursive: true }));

const counted = (shape: readonly number[]) =>
  Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => ((k * 7919) % 1013) - 500);
const npy = (name: string, shape: readonly number[], values = counted(shape), dtype: "f8" | "f4" = "f8") => ({
  name,
  bytes: writeNpy(shape, values, dtype),
});
const table = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });

async function one(source: Parameters<typeof read>[0], options: ReadOptions) {
  const [x] = await read(source, options);
  const [lazy] = await readLazily(source, options);
  const { load, ...outline } = lazy!;
  const { data: _, ...same } = x!;
  expect(outline).toEqual(same);
  expect(await load()).toEqual(x);
  expect(await load()).toEqual(x);
  return x!;
}

/** An array as nested lists, to write definitions with. */
type At = (place: Readonly<Record<string, number>>) => number;
function at(axes: readonly string[], shape: readonly number[], values: readonly number[]): At {
  return (place) => values[axes.reduce((index, axis, k) => index * shape[k]! + place[axis]!, 0)]!;
}

describe("flatten and pool", () => {
  const shape = [4, 3, 2, 5];
  const axes = ["stimuli", "channels", "height", "width"];
  const values = counted(shape);
  const file = npy("x.npy", shape, values);
  const get = at(axes, shape, values);

  it("flattens all but stimuli in the file's order, without names of axes", async () => {
    const x = await one(file, { flatten: true });
    expect(x).toMatchObject({ shape: [4, 30], arranged: [expect.stringContaining("flattened")] });
    expect([...x.data]).toEqual(values);
  });

  it("flattens in the order that is named", async () => {
    const x = await one(file, { axes, flatten: ["height", "width", "channels"] });
    expect(x.shape).toEqual([4, 30]);
    expect(x.data[0 + 30]).toBe(get({ stimuli: 1, height: 0, width: 0, channels: 0 }));
    expect(x.data[1 + 30]).toBe(get({ stimuli: 1, height: 0, width: 0, channels: 1 }));
    expect(x.data[3 + 30]).toBe(get({ stimuli: 1, height: 0, width: 1, channels: 0 }));
    expect(x.layout).toBeUndefined();
  });

  it.each(["mean", "max", "first", "last"] as const)("pools by %s over two axes", async (how) => {
    const x = await one(file, { axes, pool: `${how}:height,width` });
    expect(x.shape).toEqual([4, 3]);
    expect(x.arranged).toContain(`${how} over height, width`);
    for (let stimuli = 0; stimuli < 4; stimuli++)
      for (let channels = 0; channels < 3; channels++) {
        const all: number[] = [];
        for (let height = 0; height < 2; height++)
          for (let width = 0; width < 5; width++) all.push(get({ stimuli, channels, height, width }));
        const expected = {
          mean: all.reduce((a, b) => a + b) / 10,
          max: Math.max(...all),
          first: all[0]!,
          last: all[9]!,
        }[how];
        expect(x.data[stimuli * 3 + channels]).toBeCloseTo(expected, 12);
      }
  });

  it("pools any axes of any order of axes, as the definition says", async () => {
    const names = ["stimuli", "time", "height", "width", "channels"];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(names, { minLength: 5 }),
        fc.tuple(...names.map(() => fc.integer({ min: 1, max: 3 }))),
        fc.constantFrom("mean", "max", "first", "last"),
        async (order, lengths, how) => {
          const numbers = counted(lengths);
          const source = npy("x.npy", lengths, numbers);
          const [x] = await read(source, { axes: order, pool: [`${how}:time`, `${how}:height,width`] });
          const value = at(order, lengths, numbers);
          const length = (axis: string) => lengths[order.indexOf(axis)]!;
          expect(x!.shape).toEqual([length("stimuli"), length("channels")]);
          const pooled = (axis: string, f: (k: number) => number) => {
            const all = Array.from({ length: length(axis) }, (_, k) => f(k));
            if (how === "mean") return all.reduce((a, b) => a + b) / all.length;
            return how === "max" ? Math.max(...all) : all.at(how === "first" ? 0 : -1)!;
          };
          for (let s = 0; s < length("stimuli"); s++)
            for (let c = 0; c < length("channels"); c++) {
              const expected = pooled("time", (time) =>
                pooled("height", (height) =>
                  pooled("width", (width) => value({ stimuli: s, channels: c, time, height, width })),
                ),
              );
              expect(x!.data[s * length("channels") + c]).toBeCloseTo(expected, 10);
            }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps single precision but for means", async () => {
    const singles = npy("x.npy", shape, values, "f4");
    expect((await one(singles, { axes, pool: "max:height,width" })).data).toBeInstanceOf(Float32Array);
    expect((await one(singles, { axes, pool: "mean:height,width" })).data).toBeInstanceOf(Float64Array);
  });

  it("reads a matrix beside larger arrays as stimuli × units, and says nothing of its axes", async () => {
    const [x, y] = await read([file, npy("y.npy", [4, 6])], { axes, pool: "mean:height,width" });
    expect([x!.shape, y!.shape]).toEqual([
      [4, 3],
      [4, 6],
    ]);
    expect(y!.arranged).toBeUndefined();
  });

  it.each<[string, ReadOptions, string]>([
    ["an axis that is not there", { axes, pool: "mean:hight,width" }, "Did you mean height?"],
    ["another way of pooling", { axes, pool: "median:height" }, "accepted: mean, max, first, last"],
    ["the stimuli", { axes, pool: "mean:stimuli" }, "stimuli can be neither pooled nor flattened"],
    ["an axis twice", { axes, pool: ["mean:height", "max:height"] }, "twice"],
    ["axes without names", { pool: "mean:height" }, "its axes have no names"],
    ["channels beside what is flattened", { axes, flatten: ["height", "width"] }, "Flatten channels too"],
  ])("refuses %s", async (_what, options, message) => {
    const reading = read(file, options);
    await expect(reading).rejects.toThrow(OptionError);
    await expect(reading).rejects.toThrow(message);
  });

  it("refuses options that act on no file", async () => {
    await expect(read(npy("y.npy", [4, 6]), { flatten: true })).rejects.toThrow(
      "flatten acts on arrays of more",
    );
    await expect(read(npy("y.npy", [4, 6]), { mask: npy("m.npy", [4, 6]) })).rejects.toThrow("mask acts on");
  });

  it("pools a large file in blocks of rows, within memory that its doubles would exceed", async () => {
    const large = [600, 4, 64, 64];
    const path = join(folder, "conv.npy");
    // The mean of a plane is half of 4095 / 4096, and its place among the planes.
    const numbers = Float32Array.from(
      { length: 600 * 4 * 4096 },
      (_, k) => (k % 4096) / 4096 + Math.floor(k / 4096),
    );
    await writeFile(path, writeNpy(large, numbers, "f4")); // 39 MB, three blocks
    const limits = { maxMemory: 2 ** 24 + 2 ** 16 };
    const means = (rows: readonly number[]) =>
      rows.flatMap((row) => [0, 1, 2, 3].map((channel) => 4095 / 8192 + 4 * row + channel));
    const all = Array.from({ length: 600 }, (_, row) => row);
    const x = await one(path, { axes, pool: "mean:height,width", ...limits });
    expect(x.shape).toEqual([600, 4]);
    expect([...x.data]).toEqual(means(all));
    const some = await one(path, { axes, pool: "mean:height,width", rows: "599,0:600:7", ...limits });
    expect([...some.data]).toEqual(means([599, ...all.filter((row) => row % 7 === 0)]));
    await expect(read(path, { axes, flatten: true, ...limits })).rejects.toThrow("maxMemory");
  });
});

describe("tokens", () => {
  const axes = ["stimuli", "tokens", "units"];
  const [NaNs, n] = [Number.NaN, 2];
  // Three sentences of 2, 3 and 1 tokens.
  const padded = [1, 2, 3, 4, NaNs, NaNs, 5, 6, 7, 8, 9, 10, 11, 12, NaNs, NaNs, NaNs, NaNs];
  const zeros = padded.map((value) => (Number.isNaN(value) ? 99 : value));
  const file = (values: number[]) => npy("t.npy", [3, 3, n], values);

  it.each([
    ["NaN", padded, {}],
    ["lengths", zeros, { mask: npy("m.npy", [3], [2, 3, 1]) }],
    ["a mask", zeros, { mask: npy("m.npy", [3, 3], [1, 1, 0, 1, 1, 1, 1, 0, 0]) }],
  ])("leaves out padding by %s", async (_what, values, more) => {
    const by = async (how: string) => [
      ...(await one(file(values), { axes, pool: `${how}:tokens`, ...more })).data,
    ];
    expect(await by("mean")).toEqual([2, 3, 7, 8, 11, 12]);
    expect(await by("last")).toEqual([3, 4, 9, 10, 11, 12]);
    expect(await by("first")).toEqual([1, 2, 5, 6, 11, 12]);
    expect(await by("max")).toEqual([3, 4, 9, 10, 11, 12]);
  });

  it("pools one array a stimulus, of any number of tokens", async () => {
    const source = {
      name: "s.npz",
      bytes: writeNpz([
        { name: "cat", shape: [2, 2], data: [1, 2, 3, 4] },
        { name: "dog", shape: [1, 2], data: [5, 6] },
      ]),
    };
    const x = await one(source, { perStimulus: true, pool: "mean:tokens" });
    expect(x).toMatchObject({ shape: [2, 2], stimuli: ["cat", "dog"] });
    expect([...x.data]).toEqual([2, 3, 5, 6]);
  });

  it("tells one array a stimulus by their lengths, and a matrix beside it", async () => {
    const ragged = {
      name: "s.npz",
      bytes: writeNpz([
        { name: "cat", shape: [2, 2], data: [1, 2, 3, 4] },
        { name: "dog", shape: [1, 2], data: [5, 6] },
      ]),
    };
    const matrix = npy("m.npy", [2, 2], [7, 8, 9, 10]);
    for (const how of [{ perStimulus: true }, { axes: ["stimuli", "tokens", "units"] }]) {
      const [x, y] = await read([ragged, matrix], { ...how, pool: "last:tokens" });
      expect(x).toMatchObject({ name: "s", shape: [2, 2], stimuli: ["cat", "dog"] });
      expect([...x!.data]).toEqual([3, 4, 5, 6]);
      expect([y!.shape, [...y!.data]]).toEqual([
        [2, 2],
        [7, 8, 9, 10],
      ]);
    }
    const equal = {
      name: "e.npz",
      bytes: writeNpz([
        { name: "layer1", shape: [2, 2], data: [1, 2, 3, 4] },
        { name: "layer2", shape: [2, 2], data: [5, 6, 7, 8] },
      ]),
    };
    await expect(read(equal, { axes: ["stimuli", "tokens", "units"], pool: "last:tokens" })).rejects.toThrow(
      "axes names 3 axes",
    );
  });

  it("refuses a mask of other sizes, and a stimulus without a token", async () => {
    const reading = (mask: ReturnType<typeof npy>) => read(file(zeros), { axes, pool: "mean:tokens", mask });
    await expect(reading(npy("m.npy", [4], [1, 1, 1, 1]))).rejects.toThrow(ShapeError);
    await expect(reading(npy("m.npy", [3, 4]))).rejects.toThrow("of 3 stimuli × 4 tokens");
    await expect(reading(npy("m.npy", [3], [2, 0, 1]))).rejects.toThrow(
      "stimulus 1, counted from 0, has no token",
    );
    await expect(read(file(zeros), { axes })).rejects.toThrow("Pool or flatten tokens");
  });
});

describe("rows", () => {
  const file = npy("x.npy", [6, 2], [0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15]);
  const firsts = (x: { data: ArrayLike<number>; shape: readonly number[] }) =>
    Array.from({ length: x.shape[0]! }, (_, row) => x.data[row * x.shape[1]!]!);
  const stimuli = table("s.csv", "stimulus,category\na,face\nb,house\nc,face\nd,house\ne,face\nf,tool\n");

  it.each([
    ["1:4", [1, 2, 3]],
    [":2", [0, 1]],
    ["-2:", [4, 5]],
    ["0:6:2", [0, 2, 4]],
    ["5,0", [5, 0]],
  ])("%s", async (rows, expected) => {
    const x = await one(file, { rows });
    expect(firsts(x)).toEqual(expected);
    expect(x.arranged).toEqual([`rows ${rows}`]);
  });

  it("samples the same stimuli in every file, by the seed", async () => {
    const [x, y] = await read([file, npy("y.npy", [6, 1], [0, 1, 2, 3, 4, 5])], { sample: 3, seed: 7 });
    expect(firsts(x!)).toEqual(firsts(y!));
    expect(firsts(x!)).toEqual(firsts(x!).toSorted((a, b) => a - b));
    const others = await Promise.all(
      [1, 2, 3, 4, 5].map(async (seed) => firsts(await one(file, { sample: 3, seed }))),
    );
    expect(new Set(others.map(String)).size).toBeGreaterThan(1);
    expect(x!.arranged).toEqual(["sample of 3 of 6 stimuli (seed 7)"]);
  });

  it("names rows by a table, and selects by its columns, before places and samples", async () => {
    expect((await one(file, { stimuli })).stimuli).toEqual(["a", "b", "c", "d", "e", "f"]);
    const x = await one(file, { stimuli, select: { category: ["face", "tool"] }, rows: "1:" });
    expect(firsts(x)).toEqual([2, 4, 5]);
    expect(x.stimuli).toEqual(["c", "e", "f"]);
  });

  it("joins a table by name where the file has names", async () => {
    const named = table("x.csv", ",u,v\nb,1,2\na,3,4\n");
    const x = await one(named, { stimuli, select: { category: "face" } });
    expect(x).toMatchObject({ stimuli: ["a"] });
    expect([...x.data]).toEqual([3, 4]);
  });

  it("matches names in another order to the first file", async () => {
    const x = table("x.csv", ",u,v\na,1,2\nb,3,4\n");
    const y = table("y.csv", ",u,v\nb,5,6\na,7,8\n");
    const [, second] = await read([x, y], { match: "names" });
    expect([...second!.data]).toEqual([7, 8, 5, 6]);
    expect(second!.stimuli).toEqual(["a", "b"]);
    const other = table("z.csv", ",u,v\nb,5,6\nc,7,8\n");
    await expect(read([x, other], { match: "names" })).rejects.toThrow('lacks "a"');
  });

  it("matches names to those that a table gives the first file", async () => {
    const order = ["f", "a", "e", "b", "d", "c"];
    const rows = order.map((name, k) => `${name},${k}\n`);
    const [x, second] = await read([file, table("y.csv", `,u\n${rows.join("")}`)], {
      match: "names",
      stimuli,
      rows: "0:4",
    });
    expect(x!.stimuli).toEqual(["a", "b", "c", "d"]);
    expect(second!.stimuli).toEqual(["a", "b", "c", "d"]);
    expect([...second!.data]).toEqual(["a", "b", "c", "d"].map((name) => order.indexOf(name)));
  });

  it("refuses to match stimuli without names", async () => {
    await expect(read(file, { match: "names" })).rejects.toThrow("has no names of its stimuli");
  });

  it.each<[string, ReadOptions, string]>([
    ["a place beyond the last", { rows: "0:7" }, "ends after the last; there are 6"],
    ["one place that is not there", { rows: "6" }, "is not there"],
    ["another form", { rows: "first" }, "accepted: places counted from 0"],
    ["a sample of more than there are", { sample: 7 }, "has 6 stimuli"],
    ["a selection without a table", { select: { category: "face" } }, "give stimuli, a table"],
    ["a value that no row has", { stimuli, select: { category: "car" } }, "its values are face, house, tool"],
    ["a column that is not there", { stimuli, select: { kind: "face" } }, "no column"],
    ["nothing left", { rows: "3:3" }, "leaves nothing"],
  ])("refuses %s", async (_what, options, message) => {
    await expect(read(file, options)).rejects.toThrow(message);
  });

  it("refuses a table of another length", async () => {
    await expect(read(npy("y.npy", [5, 2]), { stimuli })).rejects.toThrow("the table of labels 6");
  });
});

describe("units", () => {
  const values = [1, 5, 2, 0, 3, 5, 2, 1, 5, 5, 2, 5];
  const file = npy("x.npy", [3, 4], values);

  it("takes some, leaves out constant ones, z-scores and normalizes, in this order", async () => {
    expect([...(await one(file, { units: "1,3" })).data]).toEqual([5, 0, 5, 1, 5, 5]);
    const varying = await one(file, { dropConstant: true });
    expect(varying).toMatchObject({ shape: [3, 2], arranged: ["2 constant units of 4 left out"] });
    expect([...varying.data]).toEqual([1, 0, 3, 1, 5, 5]);
    const scored = await one(file, { units: "0:2", zscore: true });
    const root = Math.sqrt(8 / 3);
    expect([...scored.data]).toEqual([-2 / root, 0, 0, 0, 2 / root, 0]);
    const norm = Math.hypot(...values);
    expect([...(await one(file, { normalize: "frobenius" })).data]).toEqual(values.map((v) => v / norm));
    expect((await one(file, { normalize: "zscore" })).data).toEqual((await one(file, { zscore: true })).data);
  });

  it("leaves missing responses missing", async () => {
    const x = await one(npy("x.npy", [3, 1], [1, NaN, 3]), { zscore: true });
    expect([...x.data]).toEqual([-1, NaN, 1]);
  });

  it("refuses units that are not there, and arrays of which none varies", async () => {
    await expect(read(file, { units: "2:9" })).rejects.toThrow("ends after the last; there are 4");
    await expect(read(npy("c.npy", [3, 1], [1, 1, 1]), { dropConstant: true })).rejects.toThrow(
      "none is left",
    );
  });
});

describe("FILE:ARRAY", () => {
  const layers = ["layer1", "layer10", "layer2"].map((name, k) => ({
    name,
    shape: [2, 1],
    data: [k, k + 0.5],
  }));
  const file = { name: "many.npz", bytes: writeNpz(layers) };
  const named = (array: string) => ({ ...file, name: `many.npz:${array}` });

  it("takes one array, or those that a pattern fits", async () => {
    expect(await one(named("layer10"), {})).toMatchObject({
      name: "many:layer10",
      data: Float64Array.of(1, 1.5),
    });
    expect(await one(named("/layer2"), {})).toMatchObject({ name: "many:layer2" });
    expect((await read(named("layer1*"))).map(({ name }) => name)).toEqual(["many:layer1", "many:layer10"]);
    expect((await read(file, { arrays: "layer2" })).map(({ name }) => name)).toEqual(["many:layer2"]);
    const path = join(folder, "many.npz");
    await writeFile(path, file.bytes);
    const both = await read([`${path}:layer2`, `${path}:layer1`]);
    expect(both.map(({ name }) => name)).toEqual(["many:layer2", "many:layer1"]);
  });

  it("puts arrays of alphabetical order in natural order", async () => {
    expect((await read(file)).map(({ name }) => name)).toEqual([
      "many:layer1",
      "many:layer2",
      "many:layer10",
    ]);
    const own = { name: "own.npz", bytes: writeNpz([layers[1]!, layers[0]!, layers[2]!]) };
    expect((await read(own)).map(({ name }) => name)).toEqual(["own:layer10", "own:layer1", "own:layer2"]);
  });

  it("says which arrays there are", async () => {
    const reading = read(named("layer3"));
    await expect(reading).rejects.toThrow("many.npz: expected an array layer3, got layer1 (2 × 1), layer10");
    await expect(reading).rejects.toThrow("Did you mean layer");
  });
});
