// `--train`: runs train.py of a study, and puts what it wrote in the place of the committed data.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FileError } from "../../dist/src/cli/errors.js";
import { stderr } from "../../dist/src/cli/stdout.js";
import { whileWriting } from "../../dist/src/cli/thread/link.js";

/**
 * Runs `python3 train.py FOLDER`. The folder is a new one beside the data, whose files move there when all
 * are complete: a run that is stopped changes nothing.
 *
 * @param study - its `training`, if given, says `script` and `data` (URLs) and which `modules` Python needs
 * @throws {FileError} if Python or one of the modules is missing, or if the script fails
 */
export async function train({ training = {} }, folder, signal, say) {
  const script = pathOf(training.script) ?? join(folder, "train.py");
  const data = pathOf(training.data) ?? join(folder, "data");
  const python = process.env.PYTHON ?? "python3";
  await assertPython(python, training.modules ?? ["numpy", "torch"], signal);
  mkdirSync(data, { recursive: true });
  say(`Training: ${python} ${script}`);
  await whileWriting(() => trainInto(data, [python, script], signal));
}

/** In a folder of its own, which goes away whatever happens; on Ctrl-C at once, for the process may end before the script has. */
async function trainInto(data, [python, script], signal) {
  const own = mkdtempSync(join(dirname(data), ".training-"));
  const remove = () => rmSync(own, { recursive: true, force: true, maxRetries: 3 });
  const child = run(python, [script, own], signal, (text) => stderr.write(text));
  signal.addEventListener("abort", remove, { once: true }); // after the one of `run`, which kills the script
  try {
    const { code } = await child;
    signal.throwIfAborted();
    if (code !== 0) throw new FileError(`${script} ended with code ${code}; the data stay as they were.`);
    moveAll(own, data, script);
  } finally {
    signal.removeEventListener("abort", remove);
    remove();
  }
}

function pathOf(url) {
  return url && fileURLToPath(url);
}

function moveAll(from, to, script) {
  const names = readdirSync(from);
  if (names.length === 0) throw new FileError(`${script} wrote nothing into the folder that it was given.`);
  for (const name of names) renameSync(join(from, name), join(to, name));
}

async function assertPython(python, modules, signal) {
  let said = "";
  const ask = `import ${modules.join(", ")}`;
  const { code, missing } = await run(python, ["-c", ask], signal, (text) => (said += text));
  if (code === 0) return;
  const why = missing ? `there is no ${python}` : lastLine(said);
  throw new FileError(
    `--train needs Python 3 with ${modules.join(" and ")}: ${why}. ` +
      "On Debian: apt-get install python3-torch. Another Python: PYTHON=/usr/bin/python3 npm run example … " +
      "Without --train the study takes the committed data.",
  );
}

function lastLine(text) {
  return text.trim().split("\n").at(-1).replace(/\.$/, "");
}

/** @returns the exit code, and whether there is no such program. Ctrl-C ends it at once. */
function run(program, words, signal, heard) {
  return new Promise((done) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
    const stop = () => child.kill("SIGKILL");
    signal.addEventListener("abort", stop, { once: true });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => signal.aborted || heard(text));
    const end = (result) => {
      signal.removeEventListener("abort", stop);
      done(result);
    };
    child.on("error", ({ code }) => end({ code: 1, missing: code === "ENOENT" }));
    child.on("close", (code) => end({ code, missing: false }));
  });
}
