// `npm run faults`: kills workers, interrupts every command at random moments, kills it while it writes,
// fills its disk and closes its pipes. Prints one table, and exits with 1 if anything ended wrong.
//   npm run faults -- --trials 10 --only SIGINT --limit 300 --seed 1
import { parseArgs } from "node:util";
import { bareStart } from "./child.mjs";
import { checkpoints } from "./checkpoints.mjs";
import { makeInputs } from "./commands.mjs";
import { disksFull } from "./disk.mjs";
import { killsWhileWriting } from "./kills.mjs";
import { closedPipes } from "./pipes.mjs";
import { signalsAt } from "./signals.mjs";
import { workersKilled } from "./workers.mjs";
import { createRandom } from "../../dist/src/base/random.js";

const { values: flags } = parseArgs({
  options: {
    trials: { type: "string", default: "100" }, // of each fault; signals: of each command
    commands: { type: "string" }, // which get signals, e.g. rdm,embed; of checkpoints pairwise, bootstrap, permutation, rsa, merge
    only: { type: "string", default: "" }, // words in the name of the fault
    limit: { type: "string" }, // milliseconds from a signal to the end
    seed: { type: "string", default: "1" },
  },
});
const random = createRandom(Number(flags.seed));

/** A busy machine is slow for everybody: the limit grows with the time that an empty script takes. */
const slowness = flags.limit ? 1 : Math.max(1, (await bareStart()) / 60);
const limit = Number(flags.limit ?? 300) * slowness;

const given = makeInputs();
const plan = { trials: Number(flags.trials), commands: flags.commands?.split(","), random, limit, given };
const faults = [
  ["worker killed", workersKilled],
  ["SIGINT", (plan) => signalsAt("SIGINT", plan)],
  ["SIGTERM", (plan) => signalsAt("SIGTERM", plan)],
  ["kill -9 while writing", killsWhileWriting],
  ["disk full", disksFull],
  ["pipe closed", closedPipes],
  ["checkpoint", checkpoints],
];
const header = ["trials", "ended right", "slowest ms", "wrong"];
const line = (name, cells) => `${name.padEnd(34)}${cells.map((cell) => cell.padStart(13)).join("")}\n`;
const wrongs = [];
process.stdout.write(line("fault", header));
try {
  for (const [name, run] of faults) {
    if (!name.includes(flags.only)) continue;
    for await (const { of, trials, wrong, slowest } of run(plan)) {
      const fault = [name, of].filter(Boolean).join(", ");
      const slow = slowest === undefined ? "" : String(Math.round(slowest));
      process.stdout.write(
        line(fault, [String(trials), String(trials - wrong.length), slow, String(wrong.length)]),
      );
      wrongs.push(...wrong.map((what) => `wrong: ${fault}: ${what.trim()}\n`));
    }
  }
} finally {
  given.remove();
}
process.stdout.write(`A signal may take ${Math.round(limit)} ms here.\n${wrongs.slice(0, 40).join("")}`);
process.exit(wrongs.length > 0 ? 1 : 0);
