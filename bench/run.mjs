// npm run bench -- <suites> [--peers] [--json] [--rounds N] [--only TEXT] [--write [--to FILE]]
//
// Every figure is a ratio of times from the same run: see bench/README.md.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { forkTo } from "./fork.mjs";
import { documentOf, lineOf } from "./results.mjs";

const names = [
  "typical",
  "threads",
  "pairwise",
  "shape",
  "measures",
  "gradient",
  "convolutional",
  "stochastic",
  "energy",
  "rdm",
  "kendall",
  "rsa",
  "srm",
  "isc",
  "kernels",
];

const { flags, suites, rounds } = parsed();
const machine = `${cpus()[0].model.trim()}, ${cpus().length} processors`;
const facts = { machine, node: process.versions.node, command: commandOf() };
const say = flags.json ? () => {} : console.log;
const started = performance.now();
say(`${machine}; Node ${facts.node}; ${rounds} rounds`);
const results = [];
for (const [k, name] of suites.entries()) {
  say(`\n== ${name}, ${k + 1} of ${suites.length}, after ${minutes()}`);
  results.push(await resultsOf(name));
}
say(`\n${minutes()} in all`);
if (flags.json) console.log(JSON.stringify({ ...facts, suites: results }, null, 2));
if (flags.write) write(flags.to);
if (results.some(({ failed }) => failed)) process.exitCode = 1;

/** Runs one suite in a process of its own, so that none warms, fills or breaks another's. */
async function resultsOf(name) {
  const result = { name, rows: [], notes: [] };
  const script = fileURLToPath(new URL("suite.mjs", import.meta.url));
  try {
    await forkTo(script, { name, peers: flags.peers, rounds, only: flags.only }, {}, (message) => {
      if (message.row) result.rows.push(message.row);
      else if (message.note) result.notes.push(message.note);
      else Object.assign(result, message);
      if (message.row) say(lineOf(message.row));
      if (message.note) say(`\n${message.note}\n`);
    });
  } catch (error) {
    result.failed = error.message;
    console.error(`bench: ${name} FAILED: ${error.message}`);
  }
  return result;
}

function write(place) {
  writeFileSync(place, documentOf(facts, results));
  const prettier = fileURLToPath(new URL("../node_modules/prettier/bin/prettier.cjs", import.meta.url));
  execFileSync(process.execPath, [prettier, "--write", place], { stdio: "ignore" });
  say(`written: ${place}`);
}

/** The command that gave the results, as a reader would type it. */
function commandOf() {
  const { peers, only } = flags;
  const asked = [
    suites.length === names.length ? "all" : suites.join(" "),
    peers && "--peers",
    `--rounds ${rounds}`,
  ];
  return ["npm run bench --", ...asked, only && `--only "${only}"`, "--write"].filter(Boolean).join(" ");
}

function minutes() {
  return `${((performance.now() - started) / 60_000).toFixed(1)} minutes`;
}

function parsed() {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      peers: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      rounds: { type: "string", default: "5" },
      only: { type: "string", default: "" },
      write: { type: "boolean", default: false },
      to: { type: "string", default: fileURLToPath(new URL("RESULTS.md", import.meta.url)) },
    },
  });
  const rounds = Number(flags.rounds);
  const unknown = positionals.filter((name) => name !== "all" && !names.includes(name));
  if (positionals.length === 0 || unknown.length > 0) {
    const usage = "Flags: --peers --json --rounds N --only TEXT --write --to FILE";
    fail(`give suites, or all: ${names.join(", ")}.  ${usage}`);
  }
  if (!Number.isInteger(rounds) || rounds < 1)
    fail(`--rounds is a whole number from 1; got ${flags.rounds}.`);
  return { flags, rounds, suites: positionals.includes("all") ? names : positionals };
}

function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}
