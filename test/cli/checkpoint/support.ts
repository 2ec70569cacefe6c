import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openCheckpoint, type FileLedger, type Opening } from "../../../src/cli/checkpoint/ledger.ts";
import type { Job } from "../../../src/cli/checkpoint/job.ts";

export const job: Job = {
  recipe: { command: "pairwise", words: [], folder: "/", read: [] },
  command: "pairwise",
  flags: { metric: ["cka"], seed: 1 },
  inputs: { files: ["a.npy", "b.npy"], read: ["a: 5 × 3", "b: 5 × 4"] },
  version: "0.1.0",
  build: { name: "simd", sha256: "0".repeat(64), fused: false },
};

export const facts = { metric: "cka", options: { debiased: false } };

/** Opens a folder, begins a run of ten units, and gives both to `use`. */
export async function inRun<T>(
  folder: string,
  use: (run: Awaited<ReturnType<FileLedger["begin"]>>, ledger: FileLedger) => T,
  how: Opening = {},
): Promise<T> {
  const ledger = await openCheckpoint(folder, job, how);
  try {
    return use(await ledger.begin("pairs", facts, () => ({ units: 10, plan: { side: 4 } })), ledger);
  } finally {
    ledger.close();
  }
}

/** The result of a unit, which has another length for each. */
export const resultOf = (unit: number) => Uint8Array.from({ length: 3 * unit + 1 }, (_, k) => unit * 7 + k);

export const segment = (folder: string, number = 1) =>
  join(folder, "segments", `${String(number).padStart(4, "0")}.log`);

/** Changes the bytes of a segment. */
export function rewrite(folder: string, change: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(segment(folder), change(readFileSync(segment(folder))));
}
