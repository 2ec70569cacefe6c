// The study again, from the committed activations: the page says what it finds, and what it is built from is right.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Control } from "repgeom";
import { root } from "../folders.ts";
import { pagesOf, runStudy, valueOf, type Answers } from "./study.ts";

const folder = join(root, "examples/studies/shared-geometry");
const load = async <T>(file: string): Promise<T> => (await import(join(folder, file))) as T;
const kinds = ["convolutional, small", "convolutional, large", "residual, small", "residual, large"];

interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

interface Layer {
  readonly layer: string;
  readonly others: Estimate;
  readonly own: number;
  readonly fitted: number;
  readonly hyperalignment: number;
  readonly splits: readonly number[];
  readonly forced: { readonly fitted: number; readonly others: number };
}

interface Numbers {
  readonly architectures: Record<string, { readonly varianceExplained: readonly Layer[] }>;
  readonly differences: Record<string, readonly Estimate[]>;
  readonly simulated: readonly { readonly level: number; readonly gap: number }[];
}

describe("the study shared-geometry", () => {
  let answers: Answers<Numbers>;
  beforeAll(async () => {
    answers = await runStudy<Numbers>("shared-geometry");
  }, 900_000);
  const layers = () =>
    Object.values(answers.numbers.architectures).flatMap(({ varianceExplained }) => varianceExplained);
  const values = (id: string, word: string) => kinds.map((kind) => valueOf(answers.claims, id, kind + word));

  it("finds what its page says", async () => {
    const { is, wouldBe } = await pagesOf("shared-geometry", answers.claims);
    expect(wouldBe).toBe(is);
  });

  it("answers five claims with yes, and that of capacity with partly", () => {
    expect(answers.claims.map(({ id, answer }) => [id, answer])).toEqual([
      ["1", "yes"],
      ["2", "yes"],
      ["3", "partly"],
      ["4", "yes"],
      ["5", "yes"],
      ["6", "yes"],
    ]);
  });

  it.each([
    ["1", ": untrained", [0.414, 0.58, 0.153, 0.323]],
    ["1", ": trained", [0.907, 0.973, 0.947, 0.982]],
    ["2", "", [-0.017, 0.107, 0.099, 0.089]],
    ["4", ": last layer, trained", [0.658, 0.867, 0.768, 0.904]],
    ["4", ": images of one digit", [0.381, 0.673, 0.436, 0.621]],
    ["6", ": native units", [0.027, 0.025, 0.021, 0.013]],
    ["6", ": shared features", [0.765, 0.911, 0.868, 0.941]],
  ])("has the figures of claim %s%s", (id, word, wanted) => {
    values(id, word).forEach((value, k) => expect(value).toBeCloseTo(wanted[k]!, 3));
  });

  it("has the shares of variance explained of every layer", () => {
    const wanted = [
      [0.843, 0.574, 0.502, 0.747],
      [0.938, 0.743, 0.772, 0.894],
      [0.833, 0.58, 0.539, 0.846],
      [0.92, 0.817, 0.76, 0.934],
    ].flat();
    layers().forEach(({ others }, k) => expect(others.value).toBeCloseTo(wanted[k]!, 3));
  });

  it("explains less of held-out images than a fit reports, and nothing where nothing corresponds", () => {
    for (const { others, own, fitted, forced } of layers()) {
      expect(others.value).toBeLessThan(own);
      expect(own).toBeLessThan(fitted + 0.001);
      expect(forced.fitted).toBeGreaterThan(0.2);
      expect(forced.others).toBeLessThan(0);
    }
  });

  it("finds the same by hyperalignment, and with other images held out", () => {
    for (const { others, hyperalignment, splits } of layers()) {
      expect(hyperalignment).toBeCloseTo(others.value, 2);
      for (const split of splits) expect(split).toBeGreaterThan(others.lower);
    }
  });

  it("has large networks share more than small ones, as its page says", () => {
    for (const group of ["conv: large less small", "residual: large less small"])
      for (const { lower } of answers.numbers.differences[group]!) expect(lower).toBeGreaterThan(0);
  });

  it("undoes rotations up to rounding, and less with noise", () => {
    const gaps = answers.numbers.simulated.map(({ gap }) => gap);
    expect(gaps[0]).toBeLessThan(1e-13);
    expect(gaps.slice(1).every((gap, k) => gap > Math.max(1e-3, gaps[k]!))).toBe(true);
  });

  it("has every section of its report, with figures", () => {
    expect(answers.sections.map(({ figures }) => figures.length)).toEqual([2, 4, 4, 2, 2, 2, 2, 2]);
  });
});

interface Network {
  readonly name: string;
  readonly shape: readonly [number, number];
  readonly data: Float64Array;
  readonly stimuli: readonly string[];
}

describe("shares of variance", async () => {
  const { sharedSpace, varianceExplained } = await load<{
    sharedSpace(nets: Network[], split: string[], options: object, control: Control): Promise<object>;
    varianceExplained(space: object): { others: Estimate; own: number; fitted: number };
  }>("spaces.mjs");
  const { generator, orthonormal } = await load<{
    generator(seed: number): () => number;
    orthonormal(n: number, normal: () => number): number[][];
  }>("../lib/random.mjs");

  /** Six networks in random axes that share `signal` and have noise of this standard deviation. */
  function networks(noise: number, [images, units] = [400, 6] as [number, number]): Network[] {
    const normal = generator(3);
    const signal = Array.from({ length: images }, () => Array.from({ length: units }, normal));
    return Array.from({ length: 6 }, (_, k) => {
      const axes = orthonormal(units, normal);
      const row = (responses: number[]) => {
        const noisy = responses.map((value) => value + noise * normal());
        return axes.map((axis) => axis.reduce((sum, value, j) => sum + value * noisy[j]!, 0));
      };
      const stimuli = signal.map((_, i) => String(i));
      return {
        name: `net ${k}`,
        shape: [images, units],
        data: Float64Array.from(signal.flatMap(row)),
        stimuli,
      };
    });
  }
  const split = Array.from({ length: 400 }, (_, i) => (i % 2 ? "fitted" : "held out"));

  it("are 1 of turned copies", async () => {
    const { others, own, fitted } = varianceExplained(await sharedSpace(networks(0), split, {}, {}));
    for (const value of [others.value, others.lower, own, fitted]) expect(value).toBeCloseTo(1, 10);
  });

  it("are what a known noise leaves", async () => {
    const { others, own } = varianceExplained(await sharedSpace(networks(1), split, {}, {}));
    // Signal and noise of variance 1: the mean of five others errs by 1 + 1/5 of 2; with itself, by 5/6 of 1 of 2.
    expect(others.value).toBeCloseTo(1 - 1.2 / 2, 1);
    expect(own).toBeCloseTo(1 - 5 / 6 / 2, 1);
  });
});

describe("its intervals", async () => {
  const { jackknife } = await load<{
    jackknife(count: number, without: (left?: number) => number): Estimate & { error: number };
  }>("intervals.mjs");
  const { generator } = await load<{ generator(seed: number): () => number }>("../lib/random.mjs");
  const mean = (all: readonly number[]) => all.reduce((sum, value) => sum + value, 0) / all.length;

  it("are Student's of a mean", () => {
    const values = [1, 2, 4, 7, 11, 16, 22, 29];
    const { value, lower, error } = jackknife(8, (left) => mean(values.filter((_, k) => k !== left)));
    const deviation = Math.sqrt(values.reduce((sum, one) => sum + (one - mean(values)) ** 2, 0) / 7);
    expect(error).toBeCloseTo(deviation / Math.sqrt(8), 12);
    expect((value - lower) / error).toBeCloseTo(2.3646, 2);
  });

  it.each([
    [0.1, 0.945],
    [0.4, 0.923],
    [0.8, 0.873],
  ])("of eight networks whose noise differs by %s hold the true share in %s of cases", (spread, wanted) => {
    const normal = generator(1);
    const shares = (noises: readonly number[]) => {
      const fromOthers = (i: number) =>
        noises.reduce((sum, a, j) => (j === i ? sum : sum + a ** 2), 0) / (noises.length - 1) ** 2;
      return mean(noises.map((a, i) => 1 - (a ** 2 + fromOthers(i)) / (1 + a ** 2)));
    };
    const drawn = () => Array.from({ length: 8 }, () => 0.5 * Math.exp(spread * normal()));
    const truth = mean(Array.from({ length: 4000 }, () => shares(drawn())));
    const held = Array.from({ length: 2000 }, () => {
      const noises = drawn();
      const { lower, upper } = jackknife(8, (left) => shares(noises.filter((_, k) => k !== left)));
      return lower <= truth && truth <= upper ? 1 : 0;
    });
    expect(mean(held)).toBeCloseTo(wanted, 2);
  });
});

describe("its data", async () => {
  const { readStudy, splitOf } = await load<{
    readStudy(): Promise<{
      kinds: Record<
        string,
        { layers: string[]; widths: number[]; networks(layer: string, step?: number): Network[] }
      >;
      training: { checkpoints: number[] };
      pixels: Network;
    }>;
    splitOf(seed?: number): string[];
  }>("data.mjs");

  it("are eight networks of each kind, every layer after training and the last at each checkpoint", async () => {
    const { kinds: found, training, pixels } = await readStudy();
    expect(pixels.shape).toEqual([200, 64]);
    for (const { layers, widths, networks } of Object.values(found)) {
      const shapes = (nets: Network[]) => nets.map(({ shape }) => shape);
      layers.forEach((layer, k) =>
        expect(shapes(networks(layer))).toEqual(Array.from({ length: 8 }, () => [200, widths[k]])),
      );
      for (const step of training.checkpoints) expect(networks(layers.at(-1)!, step)).toHaveLength(8);
    }
  });

  it("are at most 4 MB", () => {
    const sizes = readdirSync(join(folder, "data")).map((name) => statSync(join(folder, "data", name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4e6);
  });

  it("are fitted to 12 images of each digit, others with a seed", () => {
    for (const split of [splitOf(), splitOf(1)])
      for (let digit = 0; digit < 10; digit++)
        expect(split.slice(20 * digit, 20 * digit + 20).filter((part) => part === "fitted")).toHaveLength(12);
    expect(splitOf(1)).not.toEqual(splitOf(2));
  });
});
