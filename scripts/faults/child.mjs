// Starts the built command line and waits for its end.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const main = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));

/** A running command: its process, and a promise of how it ended. */
export function start(words, options = {}) {
  return watch(spawn(process.execPath, [main, ...words], { stdio: ["ignore", "pipe", "pipe"], ...options }));
}

/** The same through a shell: `script` may use "$@" for the command. */
export function startInShell(script, words) {
  return watch(
    spawn("/bin/sh", ["-c", script, "sh", process.execPath, main, ...words], {
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

function watch(child) {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    if (!child[name]) continue; // given to a file
    child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
    child[name].on("error", () => {});
  }
  const began = performance.now();
  const ended = new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      const at = performance.now();
      const finish = () => resolve({ code, signal, ms: at - began, at, ...output });
      child.on("close", finish);
      setTimeout(finish, 2000).unref(); // a stream that was destroyed here never closes
    });
  });
  return { child, ended };
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds that a script without content takes: the least of some. */
export async function bareStart() {
  let least = Infinity;
  for (let k = 0; k < 5; k++) {
    const began = performance.now();
    await new Promise((resolve) => spawn(process.execPath, ["-e", "0"]).on("exit", resolve));
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

/** One row of the table. */
export function tally(of = "") {
  const row = { of, trials: 0, wrong: [], slowest: undefined };
  return {
    row,
    /** @param what - what went wrong; undefined if the trial ended right */
    count(what, ms) {
      row.trials++;
      if (what !== undefined) row.wrong.push(what);
      if (ms !== undefined) row.slowest = Math.max(row.slowest ?? 0, ms);
    },
  };
}
