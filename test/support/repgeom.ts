import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { writeNpy } from "../../src/data/write.ts";

/** The built program: `npm run build` makes it. */
export const main = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));

/** What a finished command left. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `repgeom ...words` with both outputs as pipes. */
export function start(words: readonly string[]) {
  return spawn(process.execPath, [main, ...words], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs `repgeom ...words` to its end. */
export async function repgeom(...words: string[]): Promise<Outcome> {
  const child = start(words);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, stdout, stderr };
}

/** A new folder that goes away after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-cli-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes stimuli × units responses, different for each seed, and gives the path. */
export function writeResponses(
  folder: string,
  name: string,
  stimuli: number,
  units: number,
  seed: number,
): string {
  const path = join(folder, `${name}.npy`);
  const next = generator(seed);
  const data = Float64Array.from({ length: stimuli * units }, () => next() - 0.5);
  writeFileSync(path, writeNpy([stimuli, units], data));
  return path;
}

/** Uniform in [0, 1): a linear congruential generator with the constants of Numerical Recipes. */
function generator(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
