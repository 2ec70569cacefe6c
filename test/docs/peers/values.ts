import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as repgeom from "../../../src/index.ts";
import * as reporting from "../../../src/reporting.ts";

/** The names that the expressions of docs/coming-from/ use, read from the files of `fixture.ts`. */
export async function valuesOf(folder: string): Promise<Record<string, unknown>> {
  const one = async (name: string, options = {}) => (await repgeom.read([join(folder, name)], options))[0]!;
  const all = async (of: string) =>
    repgeom.read(
      readdirSync(join(folder, of))
        .sort()
        .map((name) => join(folder, of, name)),
    );
  const rdms = async (of: string) =>
    (await Promise.all(filesOf(folder, of).map((file) => repgeom.readRdms([file])))).flat();
  const nhwc = { layout: "nhwc" };
  const rows = await one("rows.npy");
  const inFolder = (file: string) => join(folder, file);
  return {
    ...repgeom,
    ...reporting,
    read: (files: string[], options = {}) => repgeom.read(files.map(inFolder), options),
    readLazily: (files: string[], options = {}) => repgeom.readLazily(files.map(inFolder), options),
    readRdms: (files: string[], options = {}) => repgeom.readRdms(files.map(inFolder), options),
    inspect: (files: string[], options = {}) => repgeom.inspect(files.map(inFolder), options),
    rows,
    x: await one("x.npy"),
    y: await one("y.npy"),
    nets: await all("nets"),
    test: await all("test"),
    subjects: await all("subjects"),
    voxels: await all("voxels"),
    images: await one("images.npy", nhwc),
    others: await one("others.npy", nhwc),
    trials: await one("trials.npy"),
    noisy: await one("noisy.npy"),
    paths: await one("paths.npy"),
    detours: await one("detours.npy"),
    movie: await one("movie.npy", { axes: ["stimuli", "units", "time"] }),
    counts: await one("counts.npy"),
    scores: await one("scores.npy"),
    guesses: await one("guesses.npy"),
    residuals: await one("residuals.npy"),
    gaussian: await one("gaussian.npz"),
    normal: await one("normal.npz"),
    kx: await one("kx.npy"),
    ky: await one("ky.npy"),
    rdms: await rdms("rdms"),
    models: await rdms("models"),
    conditions: Array.from({ length: 48 }, (_, row) => `s${row % 12}`),
    runs: Array.from({ length: 48 }, (_, row) => String(Math.floor(row / 12))),
    mask: { ...(await one("mask.npy")) },
  };
}

function filesOf(folder: string, of: string): string[] {
  return readdirSync(join(folder, of))
    .sort()
    .map((name) => join(folder, of, name));
}

/** The value of one expression over these names. */
export async function valueOf(
  expression: string,
  names: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const body = new Function(...Object.keys(names), `return (async () => (${expression}))();`);
  return body(...Object.values(names)) as Promise<unknown>;
}
