// `npm start`: the example of the README, from a checkout.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

if (isMainThread) process.chdir(fileURLToPath(new URL("..", import.meta.url)));
if (!existsSync("dist/src/main.js")) {
  process.stderr.write("repgeom: not built yet. Run `npm ci` (or `npm run build`) first.\n");
  process.exit(1);
}
const { runInterruptibly } = await import("../dist/src/cli/thread/interrupt.js");
await runInterruptibly(import.meta.url, async (_words, signal) => {
  const { startExample } = await import("./start-example.mjs");
  return startExample(signal);
});
