// npm run bench -- <suite> [--peers] [--json] [--rounds N] [--only TEXT]
//
// Every figure is a ratio of times from the same run. The speed of a machine drifts and other
// processes disturb it, but the ratio inside one round hardly changes. The report gives the
// median of the rounds, with the smallest and largest, unless a suite says otherwise.
import { cpus } from "node:os";
import { parseArgs } from "node:util";

const suites = {
  kernels: () => import("./suites/kernels.mjs"),
  pairwise: () => import("./suites/pairwise.mjs"),
  energy: () => import("./suites/energy.mjs"),
  shape: () => import("./suites/shape.mjs"),
  stochastic: () => import("./suites/stochastic.mjs"),
  rdm: () => import("./suites/rdm.mjs"),
  rsa: () => import("./suites/rsa.mjs"),
  convolutional: () => import("./suites/convolutional.mjs"),
  kendall: () => import("./suites/kendall.mjs"),
  srm: () => import("./suites/srm.mjs"),
  isc: () => import("./suites/isc.mjs"),
};

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
  },
});
const [suite] = positionals;
const rounds = Number(flags.rounds);
if (!Object.hasOwn(suites, suite ?? "")) {
  fail(`give a suite: ${Object.keys(suites).join(", ")}.  Flags: --peers --json --rounds N --only TEXT`);
}
if (!Number.isInteger(rounds) || rounds < 1) fail(`--rounds is a whole number from 1; got ${flags.rounds}.`);

const machine = `${cpus()[0].model.trim()}, ${cpus().length} processors`;
const { run } = await suites[suite]();
const rows = [];
const notes = [];
const report = (row) => {
  rows.push(row);
  if (!flags.json) console.log(line(row));
};
/** A remark on the engine or the peers, for the header. */
const note = (text) => {
  notes.push(text);
  if (!flags.json) console.log(`\n${text}\n`);
};
if (!flags.json) console.log(`${machine}; Node ${process.versions.node}; ${rounds} rounds`);
await run({ peers: flags.peers, rounds, only: flags.only, report, note });
if (flags.json) console.log(JSON.stringify({ machine, node: process.versions.node, notes, rows }, null, 2));

function line({ name, peer, ours, theirs, unit, ratio, spread, goal, met, skipped }) {
  if (skipped) return `${name.padEnd(60)} skipped: ${skipped}`;
  const range = spread ? ` (${spread.map((r) => r.toFixed(2)).join("–")})` : "";
  const verdict = typeof goal === "number" ? ` ${met ? "met" : "MISSED"} (goal ${goal})` : "";
  const against = theirs === null ? "" : ` against ${format(theirs)} of ${peer}`;
  return `${name.padEnd(60)} ${format(ours)} ${unit}${against}: ratio ${format(ratio)}${range}${verdict}`;
}

function format(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}
