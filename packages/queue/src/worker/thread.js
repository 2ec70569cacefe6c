/** The thread of the queue in a worker. It computes nothing, so that locks are renewed in time. */
import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { connect } from "../connect.js";
import { firstJob, stateOf, tidy } from "../jobs.js";
import { Shift } from "./shift.js";

/** @typedef {import("./messages.js").ToCaller} ToCaller */
/** @typedef {import("./messages.js").ToThread} ToThread */

/** Milliseconds between two looks whether there is a job, or still is. */
const often = 300;

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
const { url, name, once: isOnce } = /** @type {import("./messages.js").ThreadData} */ (workerData);

/** @param {ToCaller} message */
const tell = (message) => port.postMessage(message);
const stopping = new AbortController();
/** @type {Shift | undefined} */
let shift;

port.on("message", (/** @type {ToThread} */ message) => {
  if (message.kind === "stop") stopping.abort();
  else if (message.kind === "result" || message.kind === "failed") shift?.settle(message);
});

run().then(
  () => tell({ kind: "ended" }),
  ({ name, message }) => tell({ kind: "ended", error: { name, message } }),
);

async function run() {
  const redis = await connect(url, (text) => tell({ kind: "say", text }));
  try {
    while (!stopping.signal.aborted) {
      const job = await firstJob(redis).catch(() => undefined);
      if (!job) await sleep();
      else {
        if (!(await serve(redis, job))) return;
        if (isOnce) return;
      }
    }
  } finally {
    redis.disconnect();
  }
}

/**
 * Works on one job until it is over.
 * @param {import("ioredis").Redis} redis
 * @param {import("../jobs.js").Announced} job
 * @returns {Promise<boolean>} false if the caller refused it
 */
async function serve(redis, { id, terms, about }) {
  tell({ kind: "open", id, about });
  const answer = await heard("opened", "refused");
  if (answer.kind !== "opened") return false;
  shift = new Shift(redis, { id, terms, name, lanes: answer.lanes }, tell);
  await untilOver(redis, id, terms.patience);
  await shift.end();
  if (redis.status === "ready") await tidy(redis, id).catch(() => {});
  shift = undefined;
  tell({ kind: "close" });
  if (!stopping.signal.aborted) await heard("closed");
  return true;
}

/**
 * A job is over when its coordinator says so, or is silent for long: Redis may have lost everything, and the
 * coordinator announces the job again.
 * @param {import("ioredis").Redis} redis
 * @param {string} id
 * @param {number} patience - seconds
 */
async function untilOver(redis, id, patience) {
  let heardAt = Date.now();
  while (!stopping.signal.aborted) {
    const state = await stateOf(redis, id).catch(() => "unknown");
    if (state === "over") return;
    // While the server is away, nobody can say anything.
    if (state !== "silent") heardAt = Date.now();
    if (Date.now() - heardAt > 1000 * patience) return;
    await sleep();
  }
}

/**
 * The next message of one of these kinds.
 * @param {...ToThread["kind"]} kinds
 * @returns {Promise<ToThread>}
 */
async function heard(...kinds) {
  for (;;) {
    const [message] = await once(port, "message");
    if (message.kind === "stop" || kinds.includes(message.kind)) return message;
  }
}

/** @returns {Promise<void>} */
function sleep() {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stopping.signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, often);
    stopping.signal.addEventListener("abort", done);
  });
}
