// A service in a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/src/main.js", import.meta.url));

/** Starts `repgeom serve` on a free port. @returns when it listens */
export async function startServer(...words) {
  const child = spawn(process.execPath, [main, "serve", "--port", "0", "--json", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  // Of the lines for requests only the last are kept.
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr = (stderr + text).slice(-10_000)));
  const ended = once(child, "close").then(([code]) => code);
  await Promise.race([once(child.stdout, "data"), ended]);
  if (stdout === "") throw new Error(`The service did not start: ${stderr}`);
  const { address, token } = JSON.parse(stdout);
  return {
    child,
    address,
    token,
    ended,
    said: () => stderr,
    /** Ends it. @returns its exit code */
    end(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

/** Bytes of memory of the process, as it says itself. */
export async function memoryOf({ address }) {
  const text = await (await fetch(`${address}metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)[1]);
}
