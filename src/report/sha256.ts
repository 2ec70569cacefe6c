/** First 32 bits of the fractional parts of the roots of the first primes. */
function rootsOfPrimes(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return Uint32Array.from(primes, (prime) => Math.floor((root(prime) % 1) * 2 ** 32));
}

/** ∛x of x above 1, by the method of Newton, which comes down to it from x. */
function cubeRoot(x: number): number {
  let root = x;
  for (let step = 0; step < 30; step++) root -= (root - x / (root * root)) / 3;
  return root;
}

/**
 * SHA-256 of a text in UTF-8, for the content security policy of a report. The hash of Web Crypto
 * would come later, and only in a secure context.
 *
 * @returns base64url: it contains no `/`
 *
 * Source: FIPS 180-4.
 */
export function sha256(text: string): string {
  const words = padded(new TextEncoder().encode(text));
  const state = rootsOfPrimes(8, Math.sqrt);
  const constants = rootsOfPrimes(64, cubeRoot);
  const schedule = new Uint32Array(64);
  for (let start = 0; start < words.length; start += 16) {
    extend(schedule, words.subarray(start, start + 16));
    compress(state, schedule, constants);
  }
  const bytes = Array.from(state, (word) => [
    word >>> 24,
    (word >>> 16) & 255,
    (word >>> 8) & 255,
    word & 255,
  ]);
  const binary = bytes.flat().map((byte) => String.fromCharCode(byte));
  return btoa(binary.join("")).replaceAll("+", "-").replaceAll("/", "_");
}

/** Big-endian words: the bytes, a bit 1, zeros, and the number of bits in the last two words of a block. */
function padded(bytes: Uint8Array): Uint32Array {
  const whole = new Uint8Array(64 * Math.ceil((bytes.length + 9) / 64));
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(whole.length - 4, (bytes.length * 8) >>> 0);
  return Uint32Array.from({ length: whole.length / 4 }, (_, k) => view.getUint32(4 * k));
}

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function extend(schedule: Uint32Array, block: Uint32Array): void {
  schedule.set(block);
  for (let k = 16; k < 64; k++) {
    const [a, b] = [schedule[k - 15]!, schedule[k - 2]!];
    const early = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const late = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    schedule[k] = schedule[k - 16]! + early + schedule[k - 7]! + late;
  }
}

function compress(state: Uint32Array, schedule: Uint32Array, constants: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let k = 0; k < 64; k++) {
    const mixed = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + mixed + ((e & f) ^ (~e & g)) + constants[k]! + schedule[k]!) | 0;
    const second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, k) => (state[k]! += word));
}
