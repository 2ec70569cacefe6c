// Processes that the rows start. Each has a time limit, and ends with all that it started itself.
import { spawn } from "node:child_process";

const running = new Set();

/** Ends what is still running, e.g. after a signal. */
export function endAll() {
  for (const child of running) end(child);
}

/**
 * Runs a program until its end.
 * @param {string} program - a path or a name
 * @param {{ cwd?: string, env?: object, seconds?: number, signal?: AbortSignal }} options
 * @returns what it printed
 * @throws if it ends with another code than 0 or takes too long, with the last lines that it printed
 */
export async function run(program, words, options = {}) {
  const { seconds = 120, signal } = options;
  const { child, output } = start(program, words, options);
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killed) => resolve(code ?? killed));
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end(child);
  }, seconds * 1000);
  const abort = () => end(child);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    const code = await ended;
    signal?.throwIfAborted();
    if (isLate) throw new Error(`${nameOf(program, words)} took more than ${seconds} s. ${reasonOf(output)}`);
    if (code !== 0) throw new Error(`${nameOf(program, words)} ended with ${code}. ${reasonOf(output)}`);
    return output;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    end(child);
  }
}

/**
 * Starts a program that stays, such as a server, and waits until it prints what `ready` matches.
 * @param {{ ready: RegExp, cwd?: string, env?: object, seconds?: number, signal?: AbortSignal }} options
 * @returns the match, what it has printed so far, its process id, and `close()`
 */
export async function serve(program, words, options) {
  const { ready, seconds = 60, signal } = options;
  const { child, output } = start(program, words, options);
  const close = () => end(child);
  signal?.addEventListener("abort", close, { once: true });
  const match = await new Promise((resolve, reject) => {
    const fail = (what) => reject(new Error(`${nameOf(program, words)} ${what}. ${reasonOf(output)}`));
    const timer = setTimeout(() => fail(`was not ready after ${seconds} s`), seconds * 1000);
    const look = () => {
      const found = ready.exec(output.stdout + output.stderr);
      if (found) resolve(found);
      if (found) clearTimeout(timer);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("error", reject);
    child.once("close", (code, killed) => {
      clearTimeout(timer);
      fail(`ended with ${code ?? killed}`);
    });
  }).catch((error) => {
    close();
    throw error;
  });
  return { match, output, pid: child.pid, close };
}

function start(program, words, { cwd, env }) {
  // A group of its own, so that what it starts ends with it.
  const child = spawn(program, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  }
  running.add(child);
  child.once("close", () => running.delete(child));
  return { child, output };
}

function end(child) {
  running.delete(child);
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL"); // the group, which outlives its first process
  } catch {
    // all of it has ended
  }
}

const nameOf = (program, words) => [program.split("/").at(-1), ...words.slice(0, 2)].join(" ");

/** What it said of its failure, on one line: from the first line of stderr that names an error, else the last lines. */
function reasonOf({ stdout, stderr }) {
  const lines = stripColours(stderr.trim() || stdout.trim()).split("\n");
  const named = lines.findIndex((line) => /error:|\[error\]|npm error/i.test(line));
  const told = named < 0 ? lines.slice(-8) : lines.slice(named, named + 8);
  return told.join(" ").replace(/\s+/g, " ").slice(0, 400);
}

const stripColours = (text) => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
