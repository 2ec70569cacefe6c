import { createHash, type Hash } from "node:crypto";

/** Shared memory is hashed in copies of so many bytes. */
const chunk = 2 ** 20;

/**
 * SHA-256 of plain data and typed arrays, by the bits of their numbers. Each part is preceded by its type and its length,
 * so that no two different values are the same bytes; members that are undefined count as absent.
 * @throws {TypeError} for what is no data: a function, a symbol.
 */
export function digestOf(value: unknown): string {
  const hash = createHash("sha256");
  add(hash, value);
  return hash.digest("hex");
}

function add(hash: Hash, value: unknown): void {
  if (value === null || value === undefined) return tag(hash, String(value), 0);
  switch (typeof value) {
    case "boolean":
      return tag(hash, "boolean", Number(value));
    case "number":
      return addBytes(hash, "number", new Uint8Array(Float64Array.of(value).buffer));
    case "bigint":
    case "string":
      return addBytes(hash, typeof value, new TextEncoder().encode(String(value)));
    case "object":
      return addObject(hash, value);
    default:
      throw new TypeError(`A digest is of plain data, got a ${typeof value}.`);
  }
}

function addObject(hash: Hash, value: object): void {
  if (ArrayBuffer.isView(value)) return addBytes(hash, value.constructor.name, bytesOf(value));
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer)
    return addBytes(hash, "buffer", new Uint8Array(value));
  if (Array.isArray(value)) {
    tag(hash, "list", value.length);
    for (const part of value) add(hash, part);
    return;
  }
  if (value instanceof Map || value instanceof Set) {
    tag(hash, value.constructor.name, value.size);
    for (const part of value) add(hash, part);
    return;
  }
  const members = Object.entries(value).filter(([, part]) => part !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  tag(hash, "object", members.length);
  for (const [name, part] of members) {
    add(hash, name);
    add(hash, part);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function addBytes(hash: Hash, type: string, bytes: Uint8Array): void {
  tag(hash, type, bytes.length);
  if (bytes.buffer instanceof ArrayBuffer) return void hash.update(bytes);
  for (let at = 0; at < bytes.length; at += chunk) hash.update(bytes.slice(at, at + chunk));
}

function tag(hash: Hash, type: string, length: number): void {
  hash.update(`${type}:${length};`);
}
