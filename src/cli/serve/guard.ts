/** Who may ask: keys, and names of this machine. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

/** A key that nobody guesses. */
export function randomText(): string {
  return randomBytes(24).toString("base64url");
}

/** Takes the same time for any text, so that no one finds a key letter by letter. */
export function isSame(given: string, key: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(key));
}

/** Names of the loopback address in a `Host` header. The port may be another where it is forwarded, as by `ssh -L`. */
export function isLoopbackName(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host ?? "");
}

/** Whether only this machine reaches a server that listens there. */
export function isLoopbackAddress(address: string): boolean {
  if (address.toLowerCase() === "localhost" || address === "::1") return true;
  return isIP(address) === 4 && address.startsWith("127.");
}

/** The key of `Authorization: Bearer KEY`. */
export function bearerOf(header: string | undefined): string {
  return /^Bearer +([\w.~+/=-]+)$/i.exec(header?.trim() ?? "")?.[1] ?? "";
}
