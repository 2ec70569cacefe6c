import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, gradient, type Matrix } from "repgeom";
import { describe, expect, it } from "vitest";
import { examples, isThere } from "./folders.ts";

/** What the example says of its region, which is plain JavaScript. */
interface Region {
  simulate(sizes: { stimuli: number; features: number; units: number }): { input: Matrix; region: Matrix };
  rowsOf(x: Matrix, start: number, end: number): Matrix;
}
const { rowsOf, simulate } = (await import(join(examples, "train-to-match/region.mjs"))) as Region;

const node = (folder: string, ...words: string[]) =>
  execFileSync(process.execPath, words, { cwd: join(examples, folder), encoding: "utf8" });

describe.each(["fooled", "train-to-match"])("the example %s", (name) => {
  const readme = readFileSync(join(examples, name, "README.md"), "utf8");

  it("says that its region is simulated, and links to what is there", () => {
    expect(readme).toContain("**The region is simulated**");
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    expect(
      links.filter((link) => !link.startsWith("https:") && !isThere(join(examples, name, link))),
    ).toEqual([]);
  });
});

describe("fooled.mjs", () => {
  it("climbs each metric to where it should be, finds others low, and writes a report", () => {
    const own = mkdtempSync(join(tmpdir(), "repgeom-fooled-"));
    const page = join(own, "fooled.html");
    const lines = node("fooled", "fooled.mjs", "--high", "0.9", "--report", page).trim().split("\n");
    const values = lines.slice(1).map((line) => line.slice(34).trim().split(/\s+/).slice(1).map(Number));
    expect(values).toHaveLength(5);
    for (const [k, row] of values.slice(1).entries()) expect(row[k]).toBeGreaterThanOrEqual(0.9);
    // CKA is high, Procrustes similarity low and the task not decoded.
    expect(values[1]![2]).toBeLessThan(0.75);
    expect(values[1]![4]).toBeLessThan(0.1);
    expect(readFileSync(page, "utf8")).toContain("Noise that climbs CKA");
    rmSync(own, { recursive: true });
  });
});

describe("training to match a region", () => {
  it("raises the similarity of a hidden layer that is differentiated by hand, also of stimuli that no step has seen", async () => {
    const { input, region } = simulate({ stimuli: 90, features: 8, units: 12 });
    const [seen, held] = [rowsOf(input, 0, 60), rowsOf(input, 60, 90)];
    const units = 10;
    const weights = Float64Array.from({ length: input.cols * units }, (_, k) => Math.sin(k * 12.9898) / 2);
    const hidden = ({ rows, cols, data }: Matrix) => ({
      rows,
      cols: units,
      data: Float64Array.from({ length: rows * units }, (_, at) => {
        let sum = 0;
        for (let k = 0; k < cols; k++)
          sum += data[Math.floor(at / units) * cols + k]! * weights[k * units + (at % units)]!;
        return Math.tanh(sum);
      }),
    });
    const spec = { metric: "cka", debiased: true } as const;
    const similarity = () => compare(hidden(held), rowsOf(region, 60, 90), spec);
    const before = await similarity();
    for (let step = 0; step < 150; step++) {
      const responses = hidden(seen);
      const { gradient: slopes } = await gradient(responses, rowsOf(region, 0, 60), spec);
      // The chain rule through tanh and the product with the stimuli.
      slopes.data.forEach((slope, at) => {
        const through = slope * (1 - responses.data[at]! ** 2);
        for (let k = 0; k < seen.cols; k++)
          weights[k * units + (at % units)]! +=
            3 * through * seen.data[Math.floor(at / units) * seen.cols + k]!;
      });
    }
    expect(before).toBeLessThan(0.6);
    expect(await similarity()).toBeGreaterThan(before + 0.2);
  });

  const installed = existsSync(join(examples, "train-to-match/node_modules/@tensorflow/tfjs"));
  it.runIf(installed)(
    "runs with TensorFlow.js, where its folder is installed (skipped otherwise)",
    () => {
      const rows = node("train-to-match", "train.mjs", "60").trim().split("\n").slice(-3);
      const values = rows.map((row) => Number(row.trim().split(/\s+/)[2]));
      expect(values[1]).toBeGreaterThan(values[0]! + 0.2);
    },
    240_000,
  );
});
