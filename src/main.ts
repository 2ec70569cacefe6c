#!/usr/bin/env node
import module from "node:module";
import { version } from "./base/version.ts";
import { runInterruptibly } from "./cli/thread/interrupt.ts";

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === "--version") {
  process.stdout.write(`${version}\n`); // scripts ask for it: no thread, no commands
} else {
  const { enableCompileCache } = module as { enableCompileCache?: () => unknown }; // from Node 22.8 on
  enableCompileCache?.(); // each thread asks for itself
  await runInterruptibly(import.meta.url, async (given, signal) => {
    const { run } = await import("./program.ts");
    return run(given, signal);
  });
}
