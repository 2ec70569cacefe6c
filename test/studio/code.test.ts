/** The command line and the program that the studio shows give the values that it computes, bit for bit. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transformWithOxc } from "vite";
import { createEngine, read, writeNpy, type Engine, type MetricSpec } from "../../dist/src/index.js";
import { knowAllMetrics } from "../../studio/own/metrics.ts";
import { kindNamed } from "../../studio/question/kinds/registry.ts";
import { runners } from "../../studio/question/kinds/runners.ts";
import { emptySession, type Item, type Question, type Session } from "../../studio/session/types.ts";
import { createRandom } from "../../src/base/random.ts";
import { root } from "./site.ts";

const folder = (mkdirSync(`${root}out`, { recursive: true }), mkdtempSync(`${root}out/code-`));
/** A name with a space, a quote and a number that a shell would put elsewhere. */
const names = ["net 1", "net's 10", "net2", "z", "a"];
let engine: Engine;
let items: Item[];

beforeAll(async () => {
  await knowAllMetrics(); // as the page does before it takes up a question
  engine = await createEngine({ threads: 0, deterministic: true });
  const { normal } = createRandom(3);
  const common = Array.from({ length: 16 * 5 }, normal);
  for (const [k, name] of names.entries()) {
    const data = Float64Array.from(
      { length: 16 * (5 + (k % 2)) },
      (_, at) => (common[at % 80] ?? 0) + 0.7 * normal(),
    );
    writeFileSync(join(folder, `${name}.npy`), writeNpy([16, 5 + (k % 2)], data));
  }
  items = names.map((name, k): Item => ({
    id: k + 1, name, readAs: name, origin: { from: "file", path: `${name}.npy`, size: 1 }, kind: "matrix",
    shape: [16, 5 + (k % 2)], axes: "stimuli × units", type: "float64", said: [], warnings: [], present: true,
  })); // prettier-ignore
  writeFileSync(
    join(folder, "repgeom"),
    `#!/bin/sh\nexec "${process.execPath}" "${root}dist/src/main.js" "$@"\n`,
    { mode: 0o755 },
  );
});

afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

const table = { names, columns: { area: ["V1", "V1", "IT", "IT", "IT"] } };

/** What the studio's worker computes for a question: its files by name. */
async function answered(question: Question, session: Session): Promise<Map<string, string | Uint8Array>> {
  const paths = items.map(({ name }) => join(folder, `${name}.npy`));
  const given = (await read(paths, session.reading)).map((representation, k) => {
    return {
      representation: { ...representation, name: items[k]!.name },
      side: items[k]!.side ?? ("rows" as const),
    };
  });
  const run = await runners[question.kind]!();
  const asked = items.map(({ id, name }) => ({ id, name }));
  const { files } = await run({
    task: { answer: 1, question, asked, table: session.table, look: session.look },
    given,
    engine,
    control: { signal: new AbortController().signal, onProgress: () => {} },
    onPartial: () => {},
    earlier: [],
  });
  return new Map(await Promise.all(files.map(async ({ name, make }) => [name, await make()] as const)));
}

/** Runs a command line in the folder. */
async function shell(command: string): Promise<void> {
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
  await promisify(execFile)("/bin/sh", ["-ec", command], { cwd: folder, env });
}

/** What the program prints. */
async function printed(program: string): Promise<string> {
  const file = join(folder, "program.mjs");
  const { code } = await transformWithOxc(program, "program.ts", {});
  writeFileSync(file, code);
  return (await promisify(execFile)(process.execPath, [file], { cwd: folder })).stdout;
}

const cka = { metric: "cka", debiased: true } as MetricSpec;
const alpha = { metric: "procrustes", alpha: 0.5 } as MetricSpec;

interface Case {
  readonly about: string;
  readonly question: Question;
  readonly session?: Partial<Session>;
  /** The file of the command, and that of the studio. */
  readonly files: readonly (readonly [string, string])[];
  /** Files of the studio that the program prints. */
  readonly prints: readonly string[];
}

const cases: readonly Case[] = [
  {
    about: "pairs, with an option and a table",
    question: { kind: "pairs", metrics: [alpha], options: {} },
    session: { table, look: { color: "area" } },
    files: [["pairwise.npy", "procrustes.npy"]],
    prints: ["procrustes.csv"],
  },
  {
    about: "pairs by two metrics with intervals and p-values, responses z-scored",
    question: { kind: "pairs", metrics: [cka, { ...alpha, center: false } as MetricSpec], options: { bootstrap: "stimuli", permutation: "stimuli", interval: "percentile", samples: 20, seed: 5 } },
    session: { reading: { zscore: true, rows: "0:14" } },
    files: [["pairwise.cka.npy", "cka.npy"], ["pairwise.procrustes.p-fdr.npy", "procrustes.p-fdr.npy"], ["pairwise.cka.upper.npy", "cka.upper.npy"]],
    prints: ["cka.csv", "procrustes.csv"],
  },
  {
    about: "pairs in folds, with components fitted on training stimuli",
    question: { kind: "pairs", metrics: [{ metric: "linear-regression" } as MetricSpec], options: { folds: 2, arrange: { pca: 3, zscore: true } } },
    files: [["pairwise.npy", "linear-regression.npy"], ["pairwise.se.npy", "linear-regression.se.npy"]],
    prints: ["linear-regression.csv"],
  },
  {
    about: "two sides by a group",
    question: { kind: "cross", metrics: [cka], options: { rows: "area: IT" } },
    session: { table },
    files: [["cross.npy", "cka.npy"]],
    prints: ["cka.csv"],
  },
  {
    about: "RDMs of all",
    question: { kind: "rdm", metrics: [], options: { dissimilarity: "minkowski", p: 3 } },
    files: [["rdm.npy", "rdm-minkowski.npy"]],
    prints: ["rdm-minkowski.csv"],
  },
  {
    about: "the RDM of one",
    question: { kind: "rdm", metrics: [], options: { dissimilarity: "euclidean", of: "net's 10", mds: "none" } },
    files: [["rdm.npy", "rdm-euclidean.npy"]],
    prints: ["rdm-euclidean.csv"],
  },
  {
    about: "models against subjects",
    question: { kind: "rsa", metrics: [], options: { rows: "area: V1", comparator: "spearman", bootstrap: ["stimuli"], samples: 30, dissimilarity: "euclidean", stimulusFolds: 2 } },
    session: { table },
    files: [["rsa.json", "rsa-spearman.json"]],
    prints: ["rsa-spearman.json"],
  },
  {
    about: "metric against metric",
    question: { kind: "metrics", metrics: [alpha, { metric: "procrustes", center: false } as MetricSpec, { metric: "rsa" } as MetricSpec], options: { comparator: "pearson", mantel: 30 } },
    files: [["metrics.csv", "metrics-pearson.csv"], ["metrics.p.csv", "metrics-pearson.p.csv"]],
    prints: ["metrics-pearson.csv"],
  },
]; // prettier-ignore

describe("the code that the studio shows", () => {
  it.each(cases)("gives the same bits: $about", async ({ question, session = {}, files, prints }) => {
    const whole = { ...emptySession, ...session, question };
    const data = { items, session: whole };
    const made = await answered(question, whole);
    const { command, typescript } = kindNamed(question.kind).code(question, data);
    const [text] = await Promise.all([printed(typescript), shell(command)]);
    for (const [written, own] of files)
      expect(numbersOf(readFileSync(join(folder, written)), own)).toEqual(numbersOf(made.get(own)!, own));
    const expected = prints.map((name) => made.get(name) as string);
    expect(comparable(text, prints[0]!)).toEqual(comparable(expected.join("\n"), prints[0]!));
  });

  it("calls networks as the person does", async () => {
    const renamed = items.map((item, k) => ({ ...item, name: `person ${k}` }));
    const question = { kind: "pairs", metrics: [cka], options: {} };
    const data = { items: renamed, session: { ...emptySession, question } };
    const { command, typescript } = kindNamed("pairs").code(question, data);
    const [text] = await Promise.all([printed(typescript), shell(command)]);
    expect(text.split("\n")[0]).toBe(",person 0,person 1,person 2,person 3,person 4");
    expect(readFileSync(join(folder, "pairwise.html"), "utf8")).toContain("person 4");
  });

  it("gives the seed of the question once, whatever the metric has", () => {
    const energy = { metric: "energy", seed: 4 } as MetricSpec;
    const question = { kind: "pairs", metrics: [energy], options: { bootstrap: "stimuli", seed: 5 } };
    const { command } = kindNamed("pairs").code(question, { items, session: { ...emptySession, question } });
    expect(command.match(/--seed \d+/g)).toEqual(["--seed 5"]);
  });
});

/** Bytes of a .npy; of JSON what the numbers are of. */
function comparable(content: string | Uint8Array, name: string): unknown {
  if (name.endsWith(".npy")) return Buffer.from(content as Uint8Array).toString("hex");
  const text = typeof content === "string" ? content : Buffer.from(content).toString();
  return name.endsWith(".json") ? JSON.parse(text) : text.trimEnd();
}

/** Of a .csv without its names: the command calls a metric as its file. */
function numbersOf(content: string | Uint8Array, name: string): unknown {
  const whole = comparable(content, name);
  if (!name.endsWith(".csv")) return whole;
  return String(whole).split("\n").slice(1).map((line) => line.split(",").slice(1)); // prettier-ignore
}
