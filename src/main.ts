#!/usr/bin/env node
import module from "node:module";
import { version } from "./base/version.ts";
import { runInterruptibly } from "./cli/thread/interrupt.ts";

const words = process.argv.slice(2);
if (words.length === 1 && words[0] === "--version") {
  process.stdout.write(`${version}\n`); // scripts ask for it: no thread, no commands
} else if (asksForHelp(words)) {
  process.stdout.on("error", () => {}); // of a reader that has ended, as `head` does
  const { run } = await import("./program.ts");
  process.exitCode = await run(words, new AbortController().signal); // a text that is there at once: no thread
} else {
  const { enableCompileCache } = module as { enableCompileCache?: () => unknown }; // from Node 22.8 on
  enableCompileCache?.(); // each thread asks for itself
  await runInterruptibly(import.meta.url, async (given, signal) => {
    const { run } = await import("./program.ts");
    return run(given, signal);
  });
}

/** `repgeom --help` or `repgeom COMMAND --help`. With more words, the last may be the value of a flag. */
function asksForHelp(given: readonly string[]): boolean {
  const [first = "", last = first] = given;
  return (
    given.length <= 2 && ["--help", "-h"].includes(last) && (given.length === 1 || !first.startsWith("-"))
  );
}
