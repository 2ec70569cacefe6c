#!/usr/bin/env node
import { dropJob, listJobs, pauseJobs, resumeJobs } from "./jobs.js";

const usage = `repgeom-queue list URL           jobs of a queue: tiles that wait, are being computed, have failed
repgeom-queue pause URL [ID]     workers take no further tile of a job, or of any
repgeom-queue resume URL [ID]    the opposite
repgeom-queue drop URL ID        removes a job whose coordinator died and will not come back

URL is redis://host:port or rediss://user:password@host:port/db; "-" takes it from the environment variable REPGEOM_QUEUE.
`;

const [command = "", place = "", id, ...rest] = process.argv.slice(2);
const url = place === "-" ? (process.env["REPGEOM_QUEUE"] ?? "") : place;

/** @type {Record<string, (() => Promise<string[]>) | undefined>} */
const commands = {
  async list() {
    const jobs = await listJobs(url);
    return jobs.map(({ id, state, isPaused, waiting, active, failed, results }) =>
      [id, isPaused ? `${state}, paused` : state, `${waiting} wait, ${active} active, ${failed} failed, ${results} results`].join("\t"),
    ); // prettier-ignore
  },
  pause: async () => (await pauseJobs(url, id)).map((one) => `${one}\tpaused`),
  resume: async () => (await resumeJobs(url, id)).map((one) => `${one}\tresumed`),
  async drop() {
    if (id === undefined) throw new Error("drop takes the id of a job; list shows them.");
    await dropJob(url, id);
    return [`${id}\tremoved`];
  },
};

const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (command === "--help" || command === "-h") process.stdout.write(usage);
else if (!run || place === "" || rest.length > 0) fail(`repgeom-queue: ${wrong()}\n\n${usage}`, 2);
else {
  try {
    const lines = await run();
    for (const line of lines) process.stdout.write(`${line}\n`);
    if (lines.length === 0) process.stderr.write("repgeom-queue: there are no jobs on this server.\n");
  } catch (error) {
    fail(`repgeom-queue: ${/** @type {Error} */ (error).message}\n`, 1);
  }
}

function wrong() {
  const expected = Object.keys(commands).join(", ");
  if (!run) return command === "" ? `say what: ${expected}.` : `expected ${expected}, got "${command}".`;
  return place === "" ? "the URL of the server is missing." : `too many words: ${rest.join(" ")}.`;
}

/** @param {string} text @param {number} code */
function fail(text, code) {
  process.stderr.write(text);
  process.exitCode = code;
}
