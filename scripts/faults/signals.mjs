// Ctrl-C and SIGTERM at random moments of every command.
import { start, sleep, tally } from "./child.mjs";
import { commandsFor, emptyFolder, faultIn, knownCommands, undisturbed } from "./commands.mjs";

const codes = { SIGINT: 130, SIGTERM: 143 };

/** A row a command. */
export async function* signalsAt(signal, { trials, commands, random, limit, given }) {
  const listed = Object.keys(commandsFor(given.files, ""));
  const missing = (await knownCommands()).filter((name) => !listed.includes(name));
  if (missing.length > 0) throw new Error(`scripts/faults/commands.mjs does not list ${missing.join(", ")}.`);
  const chosen = commands ?? listed;
  const expected = await undisturbed(given, chosen);
  for (const name of chosen) {
    const { row, count } = tally(name);
    for (let k = 0; k < trials; k++) {
      const { fault, ms } = await interrupted(signal, name, expected[name], { random, limit, given });
      count(fault, ms);
    }
    yield row;
  }
}

async function interrupted(signal, name, expected, { random, limit, given }) {
  const out = emptyFolder(given);
  const { child, ended } = start([name, ...commandsFor(given.files, out)[name]]);
  await sleep(random.uniform() * expected.ms * 1.1);
  const sent = performance.now();
  child.kill(signal);
  const { code, signal: by, at, stderr } = await ended;
  if (at < sent) return { fault: faultIn(out, expected.files) }; // it had ended before
  const ms = at - sent;
  // Before the program hears signals, the system ends it; a shell shows the same code.
  const right = code === codes[signal] || by === signal || code === 0;
  if (!right) return { fault: `code ${code}, ${by}: ${stderr}`, ms };
  if (ms > limit) return { fault: `took ${Math.round(ms)} ms`, ms };
  if (stderr.includes("error")) return { fault: stderr, ms };
  return { fault: faultIn(out, expected.files), ms };
}
