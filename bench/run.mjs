// npm run bench -- <suite> [--peers] [--json] [--rounds N]
//
// Every figure is a ratio of times taken in turn inside one run: machines drift and
// neighbours are noisy, a ratio inside one round much less so. The median of the
// rounds is reported, with the smallest and largest.
import { cpus } from "node:os";
import { parseArgs } from "node:util";

const suites = { pairwise: () => import("./suites/pairwise.mjs") };

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    peers: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
  },
});
const [suite] = positionals;
if (!Object.hasOwn(suites, suite ?? "")) {
  console.error(`bench: give a suite: ${Object.keys(suites).join(", ")}.  Flags: --peers --json --rounds N`);
  process.exit(2);
}

const machine = `${cpus()[0].model.trim()}, ${cpus().length} processors`;
const { run } = await suites[suite]();
const rows = [];
const report = (row) => {
  rows.push(row);
  if (!flags.json) console.log(line(row));
};
if (!flags.json) console.log(`${machine}; Node ${process.versions.node}; median of ${flags.rounds} rounds\n`);
await run({ peers: flags.peers, rounds: Number(flags.rounds), report });
if (flags.json) console.log(JSON.stringify({ machine, node: process.versions.node, rows }, null, 2));

function line({ name, peer, ours, theirs, unit, ratio, spread, goal, met, skipped }) {
  if (skipped) return `${name.padEnd(52)} skipped: ${skipped}`;
  const range = spread ? ` (${spread.map((r) => r.toFixed(2)).join("–")})` : "";
  const verdict = goal === undefined ? "" : ` ${met ? "met" : "MISSED"} (goal ${goal})`;
  return `${name.padEnd(52)} ${format(ours)} ${unit} against ${format(theirs)} of ${peer}: ratio ${ratio.toFixed(2)}${range}${verdict}`;
}

function format(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
