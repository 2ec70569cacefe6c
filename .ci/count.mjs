// Prints "N passed, N failed, N skipped" from Vitest's JSON summary.
import { readFileSync } from "node:fs";

const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
process.exitCode = numPassedTests > 0 && numFailedTests === 0 ? 0 : 1;
