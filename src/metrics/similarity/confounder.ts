import { toRepresentation, type RepresentationLike } from "../../data/representation.ts";
import type { StoredType } from "../../data/stored.ts";

/** A confounder as threads get it, and as a result tells of it: `toJSON` leaves its numbers out. */
export class Confounder {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array;
  readonly stored?: StoredType;
  readonly stimuli?: readonly string[];
  /** A symmetric matrix is the similarity of the stimuli itself. */
  readonly as: "responses" | "similarity";
  /** Tells other numbers apart. */
  readonly digest: string;

  constructor(given: RepresentationLike) {
    const { name, shape, data, stored, stimuli } = toRepresentation(given, "confound");
    [this.name, this.shape, this.data] = [name, shape, data];
    if (stored) this.stored = stored;
    if (stimuli) this.stimuli = stimuli;
    this.as = isSymmetric(shape, data) ? "similarity" : "responses";
    this.digest = digestOf(shape, data);
  }

  toJSON(): object {
    const { name, shape, as, digest } = this;
    return { name, shape, as, digest };
  }
}

/** Whether it was made here, or came from another thread, where it is plain data. */
export function isConfounder(given: unknown): given is Confounder {
  return typeof given === "object" && given !== null && "digest" in given && "data" in given;
}

function isSymmetric([m, n, ...more]: readonly number[], data: ArrayLike<number>): boolean {
  if (m !== n || m === undefined || more.length > 0) return false;
  let [largest, gap] = [0, 0];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      const [one, other] = [data[i * m + j]!, data[j * m + i]!];
      largest = Math.max(largest, Math.abs(one));
      gap = Math.max(gap, Math.abs(one - other));
    }
  }
  return gap <= 1e-6 * largest;
}

/** Of shape and bits: 64 bits, by two sums of FNV's kind. Not against somebody who wants two files to look alike. */
function digestOf(shape: readonly number[], data: Float64Array | Float32Array): string {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  const take = (word: number) => {
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b + word, 0x85ebca6b);
    b ^= b >>> 13;
  };
  for (const length of shape) take(length);
  for (let k = 0; k < words.length; k++) take(words[k]!);
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
