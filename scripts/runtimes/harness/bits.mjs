// What the probes must give: the same bits in every runtime.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** The file with the probes, to copy or bundle: it imports nothing. */
export const probesFile = here("probes.mjs");

/** The expected hash of each probe. */
export const bits = () => JSON.parse(readFileSync(here("bits.json"), "utf8"));

/**
 * @param {Record<string, string>} got - what `runProbes` returned
 * @throws with the names of the probes that differ or are missing
 */
export function expectBits(got, expected = bits()) {
  const names = Object.keys(expected);
  const wrong = names.filter((name) => got?.[name] !== expected[name]);
  if (wrong.length === 0) return;
  const shown = wrong.slice(0, 5).join(", ") + (wrong.length > 5 ? ", …" : "");
  throw new Error(`${wrong.length} of ${names.length} probes give other bits: ${shown}.`);
}
