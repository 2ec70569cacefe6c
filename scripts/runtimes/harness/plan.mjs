// What a run of the matrix is to do, from the words of its command line.
import { parseArgs } from "node:util";
import { Usage } from "./errors.mjs";

/**
 * @param {string[]} words
 * @param {import("../rows.mjs").Row[]} rows - all that there are
 * @returns the rows with the features to try of each, and the flags
 * @throws {Usage} for a flag or a name that is not known
 */
export function planOf(words, rows) {
  const { values, positionals } = parsed(words);
  const known = rows.map(({ runtime }) => runtime);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Usage(`${unknown} is no row of the matrix; expected one of ${known.join(", ")}.`);
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

function parsed(args) {
  const options = {
    json: { type: "boolean", default: false }, // one document on stdout, no table
    small: { type: "boolean", default: false }, // what CI runs
    tarball: { type: "string" }, // of the package, instead of the one packed here
    write: { type: "boolean" }, // the table into the docs; without it where all rows were run
  };
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new Usage(error.message);
  }
}
