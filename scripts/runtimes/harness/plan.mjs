// What a run of the matrix is to do, from the words of its command line.
import { parseArgs } from "node:util";

/**
 * @param {string[]} words
 * @param {import("../rows.mjs").Row[]} rows - all that there are
 * @returns the rows with the features to try of each, and the flags
 * @throws for a flag or a name that is not known
 */
export function planOf(words, rows) {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false }, // one document on stdout, no table
      small: { type: "boolean", default: false }, // what CI runs
      tarball: { type: "string" }, // of the package, instead of the one packed here
      write: { type: "boolean" }, // the table into the docs; without it where all rows were run
    },
  });
  const known = rows.map(({ runtime }) => runtime);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`${unknown} is no row of the matrix; expected one of ${known.join(", ")}.`);
  }
  const named = rows.filter(({ runtime }) => positionals.length === 0 || positionals.includes(runtime));
  const chosen = named.map((row) => ({
    row,
    features: values.small ? (row.small ?? []) : Object.keys(row.features),
  }));
  const tried = chosen.filter(({ features }) => features.length > 0);
  const isWhole = !values.small && values.tarball === undefined && tried.length === rows.length;
  return { chosen: tried, json: values.json, tarball: values.tarball, writes: values.write ?? isWhole };
}
