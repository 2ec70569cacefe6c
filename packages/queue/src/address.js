import { QueueError } from "./errors.js";

/**
 * @typedef {object} Address
 * @property {string} host
 * @property {number} port
 * @property {string} [username]
 * @property {string} [password]
 * @property {number} db
 * @property {{ servername?: string }} [tls]
 */

/**
 * The parts of `redis://user:password@host:port/db`, or of `rediss://` for TLS.
 * @param {string} url
 * @returns {Address}
 * @throws {QueueError} if it is no such address. The message never has the password.
 */
export function addressOf(url) {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !["redis:", "rediss:"].includes(parsed.protocol) || !parsed.hostname)
    throw new QueueError(`the address of the queue is redis://host:port or rediss://user:password@host:port/db, got ${shownAddress(url)}.`); // prettier-ignore
  const [db, ...rest] = parsed.pathname.split("/").filter((part) => part !== "");
  if (rest.length > 0 || parsed.search || (db !== undefined && !/^\d{1,5}$/.test(db)))
    throw new QueueError(`after host and port, the address of the queue takes the number of a database, as in redis://host:6379/2; got ${shownAddress(url)}.`); // prettier-ignore
  const host = parsed.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    host,
    port: Number(parsed.port || 6379),
    ...(parsed.username && { username: decoded(parsed.username) }),
    ...(parsed.password && { password: decoded(parsed.password) }),
    db: Number(db ?? 0),
    // The name of a server is sent for its certificate; an IP address is none.
    ...(parsed.protocol === "rediss:" && { tls: /^[\d.]+$|:/.test(host) ? {} : { servername: host } }),
  };
}

/**
 * The address as it may be shown: without user and password.
 * @param {string} url
 */
export function shownAddress(url) {
  if (!URL.canParse(url) || !/^[a-z]+:\/\//i.test(url)) return "something else";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
