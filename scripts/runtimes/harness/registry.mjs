// The registry's client, and whether it was answered.
import { Skipped } from "./errors.mjs";
import { run } from "./processes.mjs";

const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
const soon = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=10000"];
const unanswered =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|E5\d\d\b|took more than/;

/** Set once the registry took too long: another question would take minutes, too. */
let slow;

/**
 * Runs `npm ci` or `npm install` in a folder.
 * @throws {Skipped} where the registry does not answer, which says nothing of the package
 */
export async function install(words, cwd, seconds = 240) {
  if (slow) throw slow;
  try {
    await run("npm", [...quiet, ...soon, ...words], { cwd, seconds });
  } catch (error) {
    if (!unanswered.test(error.message)) throw error;
    const skipped = new Skipped(`The registry does not answer: ${error.message}`);
    if (/took more than/.test(error.message)) slow = skipped;
    throw skipped;
  }
}
