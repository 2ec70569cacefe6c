import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRandom } from "../../../src/base/random.ts";
import { writeNpy, writeNpz } from "../../../src/data/write.ts";

/**
 * What the tables of docs/coming-from/ call `x`, `nets`, `trials` and so on, as files and as values:
 * small, seeded, with enough in common that every measure has a value. docs/coming-from/index.md lists them.
 */

const random = createRandom(5);
const [stimuli, units] = [24, 6];

interface Part {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

const made = (shape: readonly number[], of: (index: number) => number): Part => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => of(index)),
});
const noise = (...shape: number[]) => made(shape, () => random.normal());

/** Responses to `rows` stimuli that share `latent` directions with every other that is made from the same ones. */
function responses(latent: Part, width: number, own = 0.5): Part {
  const [rows = 0, depth = 0] = latent.shape;
  const map = noise(depth, width);
  return made([rows, width], (index) => {
    const [row, unit] = [Math.floor(index / width), index % width];
    let sum = own * random.normal();
    for (let k = 0; k < depth; k++) sum += latent.data[row * depth + k]! * map.data[k * width + unit]!;
    return sum;
  });
}

/** `base` once more for each repeat, stimuli × repeats × units, with noise. */
function repeated(base: Part, count: number, spread = 1): Part {
  const [rows = 0, width = 0] = base.shape;
  return made([rows, count, width], (index) => {
    const row = Math.floor(index / (count * width));
    return base.data[row * width + (index % width)]! + spread * random.normal();
  });
}

function rdmOf({ shape, data }: Part): Part {
  const [rows = 0, width = 0] = shape;
  const values: number[] = [];
  for (let i = 0; i < rows; i++)
    for (let j = i + 1; j < rows; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += (data[i * width + k]! - data[j * width + k]!) ** 2;
      values.push(Math.sqrt(sum));
    }
  return made([values.length], (index) => values[index]!);
}

/** A Gram matrix, or a covariance: A·Aᵀ of the rows. */
function gramOf({ shape, data }: Part): Part {
  const [rows = 0, width = 0] = shape;
  return made([rows, rows], (index) => {
    const [i, j] = [Math.floor(index / rows), index % rows];
    let sum = 0;
    for (let k = 0; k < width; k++) sum += data[i * width + k]! * data[j * width + k]!;
    return sum;
  });
}

const withLatent = (rows: number) => noise(rows, 3);
const latent = withLatent(stimuli);
const later = withLatent(10);
const names = ["a", "b", "c", "d"] as const;

const x = responses(latent, units);
const y = responses(latent, 5);
const nets = names.map(() => responses(latent, units));
const test = names.map(() => responses(later, units));
const subjects = names.map(() => responses(latent, units, 1.5));
const models = names.slice(0, 3).map((_, k) => rdmOf(responses(latent, units, k)));
const voxels = names.map(() => responses(latent, 27, 1));
const means = [responses(latent, 4), responses(latent, 4)];

/** Symmetric, positive definite: one of each stimulus. */
function covariances(): Part {
  const each = Array.from({ length: stimuli }, () => gramOf(noise(4, 6)).data);
  return made([stimuli, 4, 4], (index) => each[Math.floor(index / 16)]![index % 16]! / 6);
}

/** What is read as numbers: file name and array. */
export const arrays: Readonly<Record<string, Part>> = {
  "x.npy": x,
  "y.npy": y,
  ...Object.fromEntries(names.map((name, k) => [`nets/${name}.npy`, nets[k]!])),
  ...Object.fromEntries(names.map((name, k) => [`test/${name}.npy`, test[k]!])),
  ...Object.fromEntries(names.map((name, k) => [`subjects/${name}.npy`, subjects[k]!])),
  ...Object.fromEntries(names.map((name, k) => [`rdms/${name}.npy`, rdmOf(subjects[k]!)])),
  ...Object.fromEntries(models.map((model, k) => [`models/${names[k]}.npy`, model])),
  ...Object.fromEntries(names.map((name, k) => [`voxels/${name}.npy`, voxels[k]!])),
  "images.npy": noise(8, 3, 3, 4),
  "others.npy": noise(8, 3, 3, 4),
  "trials.npy": repeated(x, 4),
  "noisy.npy": repeated(responses(latent, units), 4, 1.5),
  "paths.npy": noise(4, 6, 3, 2),
  "detours.npy": noise(4, 6, 3, 2),
  "movie.npy": noise(stimuli, units, 5),
  "counts.npy": made([stimuli, 4, units], () => Math.floor(Math.exp(random.normal()) * 4)),
  "scores.npy": noise(stimuli, 4),
  "guesses.npy": noise(stimuli, 4),
  "rows.npy": noise(48, units),
  "residuals.npy": noise(60, units),
  "kx.npy": gramOf(x),
  "ky.npy": gramOf(y),
  "edges.npy": made([6, 2], (index) => (Math.floor(index / 2) + (index % 2)) % 6),
  "mask.npy": made([3, 3, 3], () => 1),
};

const gaussians = { gaussian: means[0]!, normal: means[1]! };

const labels = `condition,run,category\n${Array.from({ length: 48 }, (_, row) => `s${row % 12},${Math.floor(row / 12)},${row % 2 ? "face" : "house"}`).join("\n")}\n`;
const table = `name,accuracy,architecture\na,0.7,cnn\nb,0.8,cnn\nc,0.9,vit\nd,0.6,vit\n`;

/** Distances of the four networks with their names: of points on a line. */
function distanceTable(step: number): string {
  const rows = names.map((name, i) => [
    name,
    ...names.map((_, j) => Math.abs(i - j) * step + Math.abs(i * i - j * j) / 4),
  ]);
  return `${[["", ...names], ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

const stimuliTable = `name,category,size\n${Array.from({ length: stimuli }, (_, row) => `s${row},${row % 2 ? "face" : "house"},${stimuli - row}`).join("\n")}\n`;

/** A square RDM of eight stimuli with names, from `s${first}` on. */
function namedRdm(first: number): string {
  const all = Array.from({ length: 8 }, (_, k) => first + k);
  const { data } = rdmOf(subjects[0]!);
  const at = (i: number, j: number) => i * stimuli - (i * (i + 1)) / 2 + j - i - 1;
  const entry = (i: number, j: number) => (i === j ? 0 : data[at(Math.min(i, j), Math.max(i, j))]!);
  const lines = all.map((i) => [`s${i}`, ...all.map((j) => entry(i, j))].join(","));
  return `,${all.map((i) => `s${i}`).join(",")}\n${lines.join("\n")}\n`;
}

/** Writes the files into an empty folder. */
export function writeFiles(folder: string): void {
  const put = (name: string, bytes: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  };
  for (const [name, { shape, data }] of Object.entries(arrays)) put(name, writeNpy([...shape], data));
  for (const [name, mean] of Object.entries(gaussians)) {
    const parts = { means: mean, covariances: covariances() };
    put(
      `${name}.npz`,
      writeNpz(
        Object.entries(parts).map(([part, { shape, data }]) => ({ name: part, shape: [...shape], data })),
      ),
    );
  }
  put("labels.csv", labels);
  put("dist.csv", distanceTable(1));
  put("other.csv", distanceTable(2));
  put("stimuli.csv", stimuliTable);
  for (const [name, first] of [
    ["one", 0],
    ["two", 3],
  ] as const)
    put(`parts/${name}.csv`, namedRdm(first));
  put("table.csv", table);
}
