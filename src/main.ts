#!/usr/bin/env node
import { interruptCode, interruptible } from "./cli/interrupt.ts";
import { run } from "./program.ts";
import { exit, tolerateClosedPipes } from "./cli/stdout.ts";

tolerateClosedPipes([process.stdout, process.stderr]);
const signal = interruptible();
const code = await run(process.argv.slice(2), signal);
await exit(interruptCode(signal) ?? code);
