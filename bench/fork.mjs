// Another Node that does the work and sends what it found.
import { fork } from "node:child_process";

/**
 * Runs a script with its settings as the only argument, and passes on every message that it sends.
 * @param how - of `fork`: execPath, execArgv
 * @throws {Error} with its last words if it does not end with 0.
 */
export function forkTo(script, settings, how, onMessage) {
  const child = fork(script, [JSON.stringify(settings)], { ...how, serialization: "advanced" });
  let lastWords;
  child.on("message", (message) => (message.error ? (lastWords = message.error) : onMessage(message)));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) =>
      code === 0 ? resolve() : reject(new Error(lastWords ?? `${script} ended with ${signal ?? code}.`)),
    );
  });
}
