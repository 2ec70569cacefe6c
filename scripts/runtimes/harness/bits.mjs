// What the probes must give: the same bits in every runtime.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** The file with the probes, to copy or bundle: it imports nothing. */
export const probesFile = here("probes.mjs");

/** The expected hashes: `{ probes: { name: hash }, poolJob: hash }`. */
export const bits = () => JSON.parse(readFileSync(here("bits.json"), "utf8"));

/**
 * @param {Record<string, string>} got - what `runProbes` returned
 * @throws with the names of the probes that differ or are missing
 */
export function expectBits(got, expected = bits().probes) {
  const names = Object.keys(expected);
  const wrong = names.filter((name) => got?.[name] !== expected[name]);
  if (wrong.length === 0) return;
  const failed = wrong.find((name) => got?.[name]?.startsWith("failed"));
  const shown = wrong.slice(0, 5).join(", ") + (wrong.length > 5 ? ", …" : "");
  const why = failed === undefined ? "" : ` ${failed} ${got[failed]}`;
  throw new Error(`${wrong.length} of ${names.length} probes give other bits: ${shown}.${why}`);
}

/**
 * @param {{ hash: string, threads: number }} got - what `poolJob` returned, and on how many threads it really ran
 * @param {{ threads?: number }} least - how many of them are expected
 */
export function expectPool({ hash, threads }, least = {}) {
  const { poolJob } = bits();
  if (hash !== poolJob) throw new Error(`The job gives other bits: expected ${poolJob}, got ${hash}.`);
  if (threads < (least.threads ?? 2)) throw new Error(`The job ran on ${threads} worker threads, not on 2.`);
}
