// Readers that go away: `repgeom … | head -1`, and a closed stderr.
import { start, tally } from "./child.mjs";
import { commandsFor, emptyFolder, faultIn, undisturbed } from "./commands.mjs";

export async function* closedPipes({ trials, given }) {
  const expected = await undisturbed(given, ["rdm", "pairwise"]);
  const count = Math.ceil(trials / 10);
  yield await closed("stdout after a line", "stdout", "data", count, { given, expected });
  yield await closed("stdout at once", "stdout", undefined, count, { given, expected });
  yield await closed("stderr at once", "stderr", undefined, count, { given, expected });
}

async function closed(of, stream, event, trials, { given, expected }) {
  const { row, count } = tally(of);
  for (let k = 0; k < trials; k++) {
    const out = emptyFolder(given);
    const command = k % 2 === 0 ? "rdm" : "pairwise";
    const words = commandsFor(given.files, out)[command];
    const { child, ended } = start([command, ...(stream === "stdout" ? ["--json", ...words] : words)]);
    if (event) child[stream].once(event, () => child[stream].destroy());
    else child[stream].destroy();
    const { code, signal, stderr } = await ended;
    const right = code === 0 && !stderr.includes("error");
    count(right ? faultIn(out, expected[command].files) : `code ${code}, ${signal}: ${stderr}`);
  }
  return row;
}
