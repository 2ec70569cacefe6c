// Contends for locks: for each round it waits for FOLDER/go-ROUND, then tries to take the lock of FOLDER/ROUND,
// says how that went, and keeps what it took until it is ended.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { takeLock } from "../../../dist/src/cli/checkpoint/lock/lock.js";

const [folder, rounds] = process.argv.slice(2);
for (let round = 0; round < Number(rounds); round++) {
  while (!existsSync(join(folder, `go-${round}`))) await pause(1);
  const outcome = await takeLock(join(folder, String(round))).then(
    ({ number }) => `took ${number}`,
    (error) => (/is in use by process \d+ on /.test(error.message) ? "refused" : `failed: ${error.message}`),
  );
  process.stdout.write(`${round} ${outcome}\n`);
}
setInterval(() => {}, 1000);
