/**
 * The files that command lines and code of the pages name: each is made when a name asks for it, so that a reader
 * finds the same call in the page and in the test. What is in a file follows from its name and, where that says too
 * little, from the line that reads it: see `kinds`.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { File as Hdf5, ready } from "h5wasm/node";
import { writeNpy, writeNpz } from "../../src/data/write.ts";
import { nifti, safetensors, values } from "../public/recipes/files.ts";
import { root } from "./pages.ts";
import { pt } from "./pt.ts";
import { distances, network, rdms, repeats, similarities, sizes, type Numbers } from "./responses.ts";

type Bytes = Uint8Array | string;

/** A file that is asked for. */
interface Asked {
  readonly path: string;
  /** The arrays that are asked of it by `FILE:ARRAY`. */
  readonly arrays: readonly string[];
  readonly seed: number;
  /** Stimuli and units: more than usual where the line takes more features, or a sample. */
  readonly stimuli: number;
  readonly units: number;
}

interface Kind {
  readonly path: RegExp;
  /** The line that reads it, where the name alone does not say what is meant. */
  readonly line?: RegExp;
  make(asked: Asked): Bytes;
}

/** The networks of `nets/*.npy`, which tables of networks describe too. */
export const names = ["a", "b", "c", "d", "e", "f", "g", "h"].map((letter) => `net-${letter}`);

const seedOf = (name: string) => [...name].reduce((sum, one) => (31 * sum + one.charCodeAt(0)) % 9973, 7);
const npy = ({ shape, data }: Numbers): Bytes => writeNpy(shape, data, "f4");
const csv = (rows: readonly (readonly unknown[])[]) => rows.map((row) => `${row.join(",")}\n`).join("");

/** What is known of the networks. */
function table(): string {
  const head = ["name", "accuracy", "depth", "width", "family"];
  const row = (name: string, k: number) => [
    name,
    0.6 + 0.04 * k + 0.02 * (k % 3),
    2 + (k % 4),
    10 * k + 10,
    "abab"[k % 4],
  ];
  return csv([head, ...names.map(row)]);
}

/** A matrix of networks with their names. */
function square({ data }: Numbers): string {
  const row = (i: number) => [...data.subarray(i * names.length, (i + 1) * names.length)];
  return csv([["", ...names], ...names.map((name, i) => [name, ...row(i)])]);
}

function archive({ arrays, seed }: Asked): Bytes {
  const listed = arrays.length > 0 ? arrays : ["layer1", "layer2", "layer10"];
  return writeNpz(listed.map((name, k) => ({ name: name.replace("*", "1"), ...network(seed + k) })));
}

/** An HDF5 file; the library of its authors writes it. */
function hdf5({ arrays, seed }: Asked): Bytes {
  const place = join(tmpdir(), `repgeom-docs-${process.pid}-${seed}.h5`);
  const file = new Hdf5(place, "w");
  for (const [k, path] of (arrays.length > 0 ? arrays : ["/V1/rates"]).entries()) {
    const { shape, data } = network(seed + k);
    const [name = "", ...groups] = path.split("/").filter(Boolean).toReversed();
    const group = groups.reduceRight(
      (above: Pick<Hdf5, "create_group" | "create_dataset">, one) => above.create_group(one),
      file,
    );
    group.create_dataset({ name, data, shape: [...shape], dtype: "<d" });
  }
  file.close();
  const bytes = readFileSync(place);
  rmSync(place);
  return bytes;
}

/** The first that fits. Rows are 40 stimuli, columns 20 units, where nothing else is said. */
const kinds: readonly Kind[] = [
  { path: /(^|\/)(t|table|covariates?|networks|nets|facts)\.csv$/, make: table },
  {
    path: /\.csv$/,
    line: /--to-distance|fuse/,
    make: ({ seed }) => square(similarities(names.length, seed)),
  },
  { path: /\.csv$/, make: ({ seed }) => square(distances(names.length, seed)) },
  {
    path: /(^|\/)models?\/|(^|\/)(rdms?|models?|m)\.npy$/,
    line: /^searchlight/,
    make: () => npy(rdms(2, 3, 12)),
  },
  {
    path: /\.npy$/,
    line: /^(rsa|compare-rdms)\b/,
    make: ({ path, seed }) => npy(rdms(path.includes("/") ? 1 : 3, seed)),
  },
  { path: /(^|\/)(rdms?|models?|m)\.npy$/, make: ({ seed }) => npy(rdms(3, seed)) },
  { path: /(^|\/)([DES]\d?|distances)\.npy$/, make: ({ seed }) => npy(distances(names.length, seed)) },
  { path: /V\d\.npy$/, line: /^predictivity/, make: ({ seed }) => npy(repeats(seed)) },
  { path: /\.npy$/, line: /^reliability/, make: ({ seed }) => npy(repeats(seed)) },
  { path: /repeats|trials|noisy/, make: ({ seed }) => npy(repeats(seed)) },
  { path: /brain\.nii\.gz$|mask\.nii\.gz$/, make: () => nifti([4, 4, 4], new Float32Array(64).fill(1)) },
  { path: /\.nii\.gz$/, make: ({ seed }) => nifti([4, 4, 4, 12], values(64 * 12, seed)) },
  {
    path: /images/,
    make: ({ seed, stimuli }) => writeNpy([stimuli, 4, 4, 3], values(stimuli * 48, seed), "f4"),
  },
  { path: /\.npy$/, make: ({ seed, units, stimuli }) => npy(network(seed, units, stimuli)) },
  { path: /\.npz$/, make: archive },
  { path: /\.(h5|hdf5)$/, make: hdf5 },
  { path: /\.(pt|pth)$/, make: ({ seed }) => pt([sizes.stimuli, 4, 3, 3], values(sizes.stimuli * 36, seed)) },
  {
    path: /\.safetensors$/,
    line: /^(?!.*--axes)/,
    make: ({ stimuli }) => safetensors(["layer1"], [stimuli, 20]),
  },
  {
    path: /\.safetensors$/,
    make: ({ stimuli }) => safetensors(["block2", "block5", "block8", "block11"], [stimuli, 5, 6]),
  },
];

/** Values of a column in names of files. */
const columns: Readonly<Record<string, readonly string[]>> = {
  model: ["resnet", "vit"],
  layer: ["1", "2", "3"],
  letter: [..."abcdefgh"],
};

/** All names that fit `--pattern '{model}_{layer}.npy'`. */
function namesOfPattern(template: string): string[] {
  const column = /\{(\w+)\}/.exec(template);
  if (!column) return [template.replaceAll("*", "x")];
  const listed = columns[column[1]!] ?? ["1", "2"];
  return listed.flatMap((value) => namesOfPattern(template.replace(column[0], value)));
}

/** What `*` stands for at the beginning of a name, by its folder. */
function partsFor(folder: string): string[] {
  if (folder === "new") return ["new-1", "new-2"];
  return /nets|zoo|my|old/.test(folder) ? names : ["1", "2", "3", "4"].map((k) => `layer${k}`);
}

/** Names that a pattern such as `nets/*.npy` finds. */
function namesFor(pattern: string, line: string): string[] {
  if (!pattern.includes("*")) return [pattern];
  const template = /--pattern (\S+)/.exec(line)?.[1];
  if (template) return namesOfPattern(template).map((name) => join(dirname(pattern), name));
  const before = basename(pattern).split("*")[0]!;
  const parts = before === "" ? partsFor(basename(dirname(pattern))) : ["1", "2", "3", "4"];
  return parts.map((part) => pattern.replace("*", part));
}

/**
 * Makes the files that a name or a pattern stands for, where they are not there yet. A name without a kind is left:
 * the command says then that there is no such file.
 * @param line - the command and its words, behind `repgeom`
 */
export async function provide(folder: string, pattern: string, line: string): Promise<void> {
  if (pattern.startsWith("examples/")) return; // those of the project, by a link
  await ready;
  const files = [...line.matchAll(/([^\s=]+\.\w+):(\S+)/g)].filter(([, file]) => file === pattern);
  const arrays = files.map(([, , array]) => array!);
  const least = Number(/--(?:features|sample) (\d+)/.exec(line)?.[1] ?? 0) + 10;
  const [stimuli, units] = [Math.max(sizes.stimuli, least), Math.max(sizes.units, least)];
  for (const path of namesFor(pattern, line)) {
    const place = join(folder, path);
    const kind = kinds.find((one) => one.path.test(path) && (one.line?.test(line) ?? true));
    if (existsSync(place) || !kind) continue;
    mkdirSync(dirname(place), { recursive: true });
    const ofSite = join(root, "examples/rnn-dms", basename(path));
    if (path.startsWith("data/") && existsSync(ofSite)) {
      copyFileSync(ofSite, place); // as the site has it
      continue;
    }
    writeFileSync(place, kind.make({ path, seed: seedOf(path), arrays, stimuli, units }));
  }
}
