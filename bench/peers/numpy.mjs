// A Python process that answers questions about time, so that both sides run in turn.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Why NumPy cannot be asked here, or undefined. */
export function numpyMissing() {
  const { status } = spawnSync("python3", ["-c", "import numpy, scipy"], { stdio: "ignore" });
  return status === 0 ? undefined : "python3 with NumPy and SciPy was not found";
}

/** The environment of a NumPy whose BLAS has so many threads. */
export function numpyEnvironment(threads) {
  const env = { ...process.env };
  for (const name of ["OMP", "OPENBLAS", "MKL"]) env[`${name}_NUM_THREADS`] = String(threads);
  return env;
}

/**
 * Starts `script` with BLAS on so many threads; it measures by the clock that `clockFor(threads)` takes.
 * @returns ask(question) → seconds; close()
 */
export function startNumpy(script, threads) {
  const env = { ...numpyEnvironment(threads), CLOCK: threads === 1 ? "processor" : "wall" };
  const child = spawn("python3", [fileURLToPath(new URL(script, import.meta.url))], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${script} ended early.`);
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}
