import { Redis } from "ioredis";
import { addressOf, shownAddress } from "./address.js";
import { QueueError } from "./errors.js";

/** The slowest that a lost server is asked for again, in milliseconds. */
const slowest = 3000;
/** Without a word from the server for so long, the connection counts as lost, in milliseconds: each is used every few seconds. */
const silence = 30_000;
const firstTimeout = 10_000;

/** @type {(text: string) => void} */
const nothing = () => {};

/**
 * Connects, and from then on connects again whenever the connection is lost, until it is told to close.
 * @param {string} url
 * @param {(text: string) => void} [say] - hears that the connection was lost, and that it is there again
 * @returns {Promise<Redis>}
 * @throws {QueueError} if the server is not there, or does not let us in.
 */
export async function connect(url, say = nothing) {
  const address = addressOf(url);
  await assertThere(address, shownAddress(url));
  const redis = new Redis({
    ...address,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, slowest),
    socketTimeout: silence,
    keepAlive: 10_000,
  });
  tellOfLosses(redis, shownAddress(url), say);
  return redis;
}

/**
 * Another connection to the same server, for commands that wait.
 * @param {Redis} redis
 */
export function another(redis) {
  const made = redis.duplicate();
  made.on("error", nothing); // the first one tells of it
  return made;
}

/**
 * @param {Redis} redis
 * @param {string} place
 * @param {(text: string) => void} say
 */
function tellOfLosses(redis, place, say) {
  let lost = false;
  let reason = "";
  redis.on("error", (error) => {
    reason = error.message || String(/** @type {{ code?: unknown }} */ (error).code ?? error);
  });
  redis.on("reconnecting", () => {
    if (!lost) say(`lost the connection to ${place}${reason ? ` (${reason})` : ""}; trying again.`);
    lost = true;
  });
  redis.on("ready", () => {
    if (lost) say(`connected to ${place} again.`);
    lost = false;
    reason = "";
  });
}

/**
 * @param {import("./address.js").Address} address
 * @param {string} place
 */
async function assertThere(address, place) {
  const probe = new Redis({
    ...address,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: firstTimeout,
    commandTimeout: firstTimeout,
  });
  /** @type {Error | undefined} */
  let first;
  probe.on("error", (error) => (first ??= error));
  try {
    await probe.connect();
    assertUsable(await probe.info("server"), place);
  } catch (error) {
    throw error instanceof QueueError ? error : reasonOf(first ?? /** @type {Error} */ (error), place);
  } finally {
    probe.disconnect();
  }
}

/**
 * @param {string} info
 * @param {string} place
 */
function assertUsable(info, place) {
  const version = /redis_version:(\d+)\.(\d+)/.exec(info);
  if (!version || Number(version[1]) > 6 || (Number(version[1]) === 6 && Number(version[2]) >= 2)) return;
  throw new QueueError(`${place} is Redis ${version[1]}.${version[2]}; the queue needs 6.2 or newer.`);
}

/**
 * @param {Error & { code?: string }} error
 * @param {string} place
 */
function reasonOf(error, place) {
  const { message, code = "" } = error;
  if (/WRONGPASS|NOAUTH|invalid.*password|without any password/i.test(message))
    return new QueueError(`${place} does not let us in: wrong user or password (${message.trim().replace(/\.$/, "")}).`); // prettier-ignore
  if (/NOPERM/.test(message)) return new QueueError(`${place}: the user may not do what the queue needs (${message}).`); // prettier-ignore
  const why = message || code || "no answer";
  const hint = /CERT|SSL|TLS|self.signed|wrong version/i.test(`${code} ${message}`)
    ? "For TLS the address is rediss://, and NODE_EXTRA_CA_CERTS=ca.pem makes Node trust a certificate of your own."
    : "Is redis-server running there, and does the address have the right port? One with TLS is rediss://.";
  return new QueueError(`no queue at ${place} (${why}). ${hint}`);
}
