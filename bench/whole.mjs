// Whole processes: how long they take, from the start of the program to its end.
import { spawn } from "node:child_process";

// `time` is a word of bash that writes to the shell's stderr, here to the pipe. What the program
// prints is dropped; its own stderr is kept for a failure.
const script = 'TIMEFORMAT="%R %U %S"; { time "$@" >/dev/null 2>&3; } 3>&2 2>&1';

/**
 * Runs a program to its end.
 * @param environment - all variables of the program
 * @returns seconds: wall, and processor (user and system) of it and of all that it started
 * @throws {Error} with what it wrote to stderr if it fails.
 */
export async function timeOf(program, args, environment = process.env) {
  const child = spawn("bash", ["-c", script, "bash", program, ...args], {
    env: { ...environment, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [times, complaints] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended(child)]);
  if (child.exitCode !== 0)
    throw new Error(`${program} ${args.join(" ").slice(0, 200)}: ${complaints.trim()}`);
  const [wall, user, system] = times.trim().split(" ").map(Number);
  return { wall, processor: user + system };
}

async function textOf(stream) {
  let text = "";
  for await (const part of stream) text += part;
  return text;
}

const ended = (child) => new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
