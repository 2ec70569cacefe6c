/** Damage to files: what a disk, a download or somebody of ill will does to them. */

/** Numbers at which sizes, counts and offsets go wrong. */
const interesting = [0, 1, -1, 255, 256, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53];

/** Where headers are, in bytes from the start or the end. */
const headerBytes = 256;

/** Whole numbers below n, the same for a seed on every machine: mulberry32. */
export function generator(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

/** One to three kinds of damage to a file, mostly one. @param other - a file to splice with */
export function mutate(bytes, other, random) {
  let damaged = new Uint8Array(bytes); // slice() of a Buffer would share its memory with the seed
  for (let times = pick([1, 1, 1, 2, 3], random); times > 0; times--)
    damaged = pick(damages, random)(damaged, other, random);
  return damaged;
}

const damages = [flipBits, truncate, insert, splice, editField, editNumber, repeatSection, editByte];

export function pick(list, random) {
  return list[random(list.length)];
}

function flipBits(bytes, _other, random) {
  const copy = bytes.slice();
  for (let times = 1 + random(8); times > 0 && copy.length > 0; times--)
    copy[placeIn(copy, random)] ^= 1 << random(8);
  return copy;
}

function editByte(bytes, _other, random) {
  const copy = bytes.slice();
  const marks = [0, 9, 10, 13, 32, 34, 39, 44, 46, 45, 48, 58, 91, 92, 93, 101, 123, 125, 127, 128, 194, 255];
  if (copy.length > 0) copy[placeIn(copy, random)] = pick(marks, random);
  return copy;
}

function truncate(bytes, _other, random) {
  return random(4) === 0 ? bytes.slice(random(bytes.length + 1)) : bytes.slice(0, random(bytes.length + 1));
}

function insert(bytes, _other, random) {
  const at = random(bytes.length + 1);
  const added = Uint8Array.from({ length: 1 + random(20) }, () => random(256));
  return joined(bytes.slice(0, at), added, bytes.slice(at));
}

function splice(bytes, other, random) {
  return joined(bytes.slice(0, random(bytes.length + 1)), other.slice(random(other.length + 1)));
}

/** A field of 2, 4 or 8 bytes, in either order of bytes. */
function editField(bytes, _other, random) {
  const size = pick([2, 4, 8], random);
  if (bytes.length < size) return bytes;
  const copy = bytes.slice();
  const at = Math.min(placeIn(copy, random), copy.length - size);
  const value = BigInt.asUintN(8 * size, BigInt(pick(interesting, random) + random(3) - 1));
  const little = random(4) > 0;
  for (let k = 0; k < size; k++)
    copy[at + (little ? k : size - 1 - k)] = Number((value >> BigInt(8 * k)) & 255n);
  return copy;
}

/** A number that is written in digits. */
function editNumber(bytes, _other, random) {
  const places = [];
  for (let at = 0; at < Math.min(bytes.length, 4096); at++)
    if (isDigit(bytes[at]) && !isDigit(bytes[at - 1])) places.push(at);
  if (places.length === 0) return bytes;
  const at = pick(places, random);
  let end = at;
  while (isDigit(bytes[end])) end++;
  const text = pick(
    [...interesting.map(String), "1e9", "9".repeat(random(400)), "", "-0", "0x10", "nan"],
    random,
  );
  return joined(bytes.slice(0, at), new TextEncoder().encode(text), bytes.slice(end));
}

function repeatSection(bytes, _other, random) {
  const from = random(bytes.length + 1);
  const section = bytes.slice(from, from + 1 + random(200));
  return joined(
    bytes.slice(0, from),
    ...Array.from({ length: 1 + random(20) }, () => section),
    bytes.slice(from),
  );
}

/** Half of the places are in headers, which stand at the start or the end. */
function placeIn(bytes, random) {
  const near = Math.min(bytes.length, headerBytes);
  return [random(bytes.length), random(near), random(near), bytes.length - 1 - random(near)][random(4)];
}

function isDigit(byte) {
  return byte >= 48 && byte <= 57;
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
