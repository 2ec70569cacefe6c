import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, read, writeNpy, type Representation } from "repgeom";
import { createRandom } from "../../../src/base/random.ts";
import { temporaryFolder } from "../../support/repgeom.ts";
import { root } from "../folders.ts";
import { pagesOf, runStudy, valueOf, type Answers, type Claim } from "./study.ts";

const folder = join(root, "examples/studies/layers-and-cortex");
const data = join(folder, "data");
const files = readdirSync(data);

interface Curve {
  readonly layers: readonly string[];
  readonly V1: readonly number[];
  readonly LO: readonly number[];
}

interface Place {
  readonly network: string;
  readonly layer: string;
}

interface Numbers {
  readonly curves: readonly Readonly<Record<string, Curve>>[];
  readonly byDistance: Readonly<Record<"V1" | "LO", readonly Place[]>>;
  readonly mixed: Readonly<Record<"V1" | "LO", readonly Place[]>>;
  readonly noiseCeilings: Readonly<Record<"V1" | "LO", { readonly lower: number }>>;
}

interface Facts {
  readonly networks: readonly { readonly name: string; readonly accuracy?: number; readonly probe: number }[];
}

const facts = JSON.parse(readFileSync(join(data, "networks.json"), "utf8")) as Facts;
let answers: Answers<Numbers>;
beforeAll(async () => {
  answers = await runStudy<Numbers>("layers-and-cortex");
}, 900_000);

async function array(name: string): Promise<Representation> {
  const [found] = await read(join(data, name));
  return found!;
}

function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  const mean = (of: Float64Array) => of.reduce((sum, value) => sum + value, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < n; k++) {
    const [a, b] = [x[k]! - mx, y[k]! - my];
    xy += a * b;
    xx += a * a;
    yy += b * b;
  }
  return xy / Math.sqrt(xx * yy);
}

/** 1 − correlation of all pairs of rows, the first row moved to `start`. */
function rdmOf(rows: readonly Float64Array[], start = 0): Float64Array {
  const turned = rows.map((_, i) => rows[(i + start) % rows.length]!);
  return Float64Array.from(turned.flatMap((a, i) => turned.slice(i + 1).map((b) => 1 - correlation(a, b))));
}

/** Rows of units; of runs their mean. */
function rowsOf({ shape, data: values }: Representation): Float64Array[] {
  const [stimuli, runs, units] = shape.length === 3 ? shape : [shape[0]!, 1, shape[1]!];
  return Array.from({ length: stimuli! }, (_, i) =>
    Float64Array.from({ length: units! }, (__, u) => {
      let sum = 0;
      for (let r = 0; r < runs!; r++) sum += values[(i * runs! + r) * units! + u]!;
      return sum / runs!;
    }),
  );
}

describe("layers-and-cortex", () => {
  it("says in its page what it computes", async () => {
    const { is, wouldBe } = await pagesOf("layers-and-cortex", answers.claims);
    expect(is).toBe(wouldBe);
    expect(answers.claims.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it("has the similarities that the definition gives, and none for images in another order", async () => {
    const layer = rowsOf(await array("shallow-1.npz:conv2"));
    const subjects = await read(join(data, "v1.npz"));
    const similarity = (rdm: Float64Array) =>
      subjects.reduce((sum, subject) => sum + correlation(rdm, rdmOf(rowsOf(subject))), 0) / subjects.length;
    const { layers, V1 } = answers.numbers.curves[0]!["shallow"]!;
    expect(similarity(rdmOf(layer))).toBeCloseTo(V1[layers.indexOf("conv2")]!, 10);
    expect(Math.abs(similarity(rdmOf(layer, 7)))).toBeLessThan(0.1);
  });

  it("finds each planted region at another depth", () => {
    const depth = (name: string) => Number(valueOf(answers.claims, "3", name));
    const [narrow, wide, late] = [
      'control "narrow LO": best depth, shallow',
      "LO: best depth, shallow, seed 1",
      'control "late": best depth, deep',
    ].map(depth);
    expect(narrow).toBeLessThan(wide!);
    expect(wide).toBeLessThan(late!);
    expect(Number(valueOf(answers.claims, "2", "V1: best depth, shallow, seed 1"))).toBeLessThan(narrow!);
  });

  it("answers by its rules", () => {
    const claim = (id: string) => answers.claims.find((one) => one.id === id)!;
    const shareOf = (values: readonly number[], is: (value: number) => boolean) =>
      values.filter(is).length / values.length;
    const places = (id: string, start: string) =>
      claim(id)
        .figures.filter(({ name }) => name.startsWith(start))
        .map(({ value }) => Number(value));
    const early = shareOf(places("2", "V1: best depth"), (depth) => depth <= 1 / 3);
    const middle = shareOf(places("3", "LO: best depth"), (depth) => depth > 1 / 3 && depth < 2 / 3);
    const answer = (share: number) => (share === 1 ? "yes" : share >= 0.5 ? "partly" : "no");
    expect([claim("2").answer, claim("3").answer]).toEqual([answer(early), answer(middle)]);
  });

  it("shows what the page says in sentences", () => {
    const [first] = answers.numbers.curves;
    const top = (values: readonly number[]) => Math.max(...values);
    const V1 = Object.fromEntries(Object.entries(first!).map(([name, curve]) => [name, curve.V1]));
    const LO = Object.fromEntries(Object.entries(first!).map(([name, curve]) => [name, curve.LO]));
    expect(V1["autoencoder"]!.at(-1)).toBeGreaterThan(Math.max(top(V1["shallow"]!), top(V1["deep"]!)));
    expect(top(LO["autoencoder"]!)).toBeLessThan(top(LO["shallow"]!));
    for (const curves of [V1, LO]) expect(curves["untrained"]!.at(-1)).toBeLessThan(curves["untrained"]![0]!);
    for (const region of ["V1", "LO"] as const)
      for (const curve of Object.values(first!))
        expect(top(curve[region])).toBeLessThan(answers.numbers.noiseCeilings[region].lower);
    const names = (places: Numbers["mixed"]) => [places.V1, places.LO].map(([shallow]) => shallow!.layer);
    expect([names(answers.numbers.byDistance), names(answers.numbers.mixed)]).toEqual([
      ["conv2", "full"],
      ["conv1", "conv3"],
    ]);
  });

  it("says in every section with a region that it is simulated", () => {
    const silent = answers.sections.filter(
      ({ warnings = [] }) => !warnings.some((text) => /simulated/.test(text)),
    );
    expect(silent.map(({ heading }) => heading)).toEqual(["Stimuli and networks"]);
  });
});

describe("the committed data of layers-and-cortex", () => {
  it("are of trained classifiers: their outputs tell the digits apart as noted", async () => {
    const digits = (await array("stimuli.npz:digits")).data;
    for (const { name, accuracy } of facts.networks.filter((one) => one.accuracy !== undefined)) {
      const outputs = rowsOf(await array(`${name}.npz:out`));
      const right = outputs.filter((row, k) => row.indexOf(Math.max(...row)) === digits[k]).length;
      expect([name, right / outputs.length]).toEqual([name, accuracy]);
    }
  });

  it("are as good as the page says", () => {
    const page = readFileSync(join(root, "docs/studies/layers-and-cortex.md"), "utf8");
    const probes = (kind: string) =>
      facts.networks.filter(({ name }) => name.startsWith(kind)).map(({ probe }) => Math.round(100 * probe));
    expect(page).toContain(`${probes("autoencoder").join(" to ")} %, by probe`);
    expect(page).toContain(
      `${probes("contrastive")
        .toSorted((a, b) => a - b)
        .join(" to ")} %, by probe`,
    );
    expect(page).toContain(`${probes("untrained").join()} %, by probe`);
  });

  it("take less than 3.5 MB", () => {
    const bytes = files.reduce((sum, name) => sum + statSync(join(data, name)).size, 0);
    expect(bytes).toBeLessThan(3.5e6);
  });
});

interface Measured {
  measured(
    folder: string,
    control: object,
    log: () => void,
  ): Promise<{ claims: readonly Claim[]; sections: readonly { readonly warnings?: readonly string[] }[] }>;
}

describe("--images92", () => {
  const given = temporaryFolder();
  const pairs = (12 * 11) / 2;
  const subjects = ["A", "B", "C"];

  /** RDMs of subjects that share something, in two sessions; one model is what they share, one is nothing. */
  beforeAll(() => {
    const random = createRandom(1);
    const row = (scale: number) => Float64Array.from({ length: pairs }, () => scale * random.normal());
    const shared = row(1);
    const plus = (...rows: readonly Float64Array[]) =>
      shared.map((value, k) => 5 + value + rows.reduce((sum, one) => sum + one[k]!, 0));
    const sessions = subjects.flatMap(() => {
      const own = row(0.7);
      return [plus(own, row(0.5)), plus(own, row(0.5))];
    });
    const write = (name: string, rows: readonly Float64Array[]) =>
      writeFileSync(
        join(given, `${name}.npy`),
        writeNpy([rows.length, pairs], Float64Array.from(rows.flatMap((one) => [...one]))),
      );
    mkdirSync(given, { recursive: true });
    write("brain", sessions);
    write("model", [plus(), row(1).map((value) => 5 + value)]);
    write("behav", [plus(row(2)), plus(row(2))]);
    const names = {
      brain: subjects.flatMap((subject) => [1, 2].map((session) => `hIT | ${subject} | Session: ${session}`)),
      model: ["truth", "nothing"],
      behav: ["judge 1", "judge 2"],
    };
    writeFileSync(join(given, "names.json"), JSON.stringify(names));
  });

  it("says which file is missing before it computes anything", async () => {
    const { measured } = (await import(join(folder, "images92.mjs"))) as Measured;
    const empty = join(given, "none");
    await expect(measured(empty, {}, () => {})).rejects.toThrow(
      /none: there is no names.json. Expected brain.npy/,
    );
  });

  it("finds the model that the subjects share, and what is of each subject, without a word of simulation", async () => {
    const { measured } = (await import(join(folder, "images92.mjs"))) as Measured;
    const engine = await createEngine({ deterministic: true });
    try {
      const { claims, sections } = await measured(given, { engine }, () => {});
      const of = (id: string, name: string) => Number(valueOf(claims, id, name));
      expect(of("92a", "correlation of two sessions of one subject")).toBeGreaterThan(
        of("92a", "correlation of sessions of two subjects"),
      );
      expect(of("92b", "truth")).toBeGreaterThan(of("92b", "nothing") + 0.2);
      expect(JSON.stringify(sections.map(({ warnings }) => warnings))).not.toContain("simulated");
    } finally {
      engine.close();
    }
  });
});
