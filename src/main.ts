#!/usr/bin/env node
import { runInterruptibly } from "./cli/interrupt.ts";

await runInterruptibly(import.meta.url, async (words, signal) => {
  const { run } = await import("./program.ts");
  return run(words, signal);
});
