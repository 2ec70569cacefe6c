// kill -9 while a file is written: what stands under its name is whole, and the next run goes well.
import { watch } from "node:fs";
import { start, sleep, tally } from "./child.mjs";
import { commandsFor, contentsOf, emptyFolder, faultIn, undisturbed } from "./commands.mjs";

const command = "rdm";

export async function* killsWhileWriting({ trials, random, given }) {
  const { [command]: expected } = await undisturbed(given, [command]);
  const isStale = (path) => !expected.files.has(path);
  const out = emptyFolder(given); // the same for all trials: what one leaves may not harm the next
  const words = [command, ...commandsFor(given.files, out)[command]];
  const { row, count } = tally();
  for (let k = 0; k < trials; k++) {
    await killedWhileWriting(words, out, random);
    count(faultIn(out, expected.files, isStale));
  }
  const { code, stderr } = await start(words).ended;
  const whole = [...expected.files.keys()].every((path) => contentsOf(out).has(path));
  if (code !== 0 || !whole) count(`the next run: code ${code}: ${stderr}`);
  yield row;
}

async function killedWhileWriting(words, out, random) {
  const { child, ended } = start(words);
  let hit = false;
  const watcher = watch(out, () => {
    if (hit) return;
    hit = true;
    void sleep(random.uniform() * 30).then(() => child.kill("SIGKILL"));
  });
  await ended;
  watcher.close();
}
