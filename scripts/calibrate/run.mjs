// npm run calibrate [-- NAME ...] [--json]
//
// Do tests and intervals keep what they promise? Simulates the null hypothesis and known effects,
// and prints for every test the false-positive rate at 0.05 and for every interval the coverage of
// 95 %, each with its Monte-Carlo error. Takes minutes to an hour; a NAME runs one part (isc, rsa, …).
// Each part is a file beside this one that exports `calibrate(report)`.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const asJson = process.argv.includes("--json");

/** What a test and an interval are held to; help texts and docs state the figures of the others. */
const goals = { rate: [0.03, 0.07], coverage: [0.92, 0.98] };

const parts = readdirSync(folder)
  .filter((file) => file.endsWith(".mjs") && file !== "run.mjs")
  .map((file) => file.slice(0, -4))
  .filter((name) => words.length === 0 || words.includes(name));
if (parts.length === 0) throw new Error(`No part is named ${words.join(", ")}.`);

const rows = [];
if (!asJson) console.log(line("test", "options", "what", "value", "± error", ""));
for (const part of parts) {
  const { calibrate } = await import(`./${part}.mjs`);
  await calibrate((row) => {
    rows.push({ part, ...row });
    if (!asJson) print(row);
  });
}
if (asJson) console.log(JSON.stringify({ node: process.version, goals, rows }));

function print({ test, options, error, ...figures }) {
  for (const what of ["rate", "coverage"]) {
    const value = figures[what];
    if (value === undefined) continue;
    const isMet = value >= goals[what][0] && value <= goals[what][1];
    console.log(line(test, options, what, value.toFixed(3), error.toFixed(3), isMet ? "" : "outside"));
  }
}

function line(test, options, what, value, error, note) {
  return `${test.padEnd(34)} ${options.padEnd(52)} ${what.padEnd(9)} ${value.padStart(6)} ${error.padStart(8)} ${note}`;
}
