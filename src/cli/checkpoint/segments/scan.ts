import { checksum } from "./checksum.ts";
import type { FileBytes } from "./bytes.ts";
import { headBytes, headIn, markIn, type Head } from "./record.ts";

/** Bytes of a segment that are no records. */
export interface Damage {
  readonly path: string;
  readonly offset: number;
  readonly bytes: number;
  /** Whether the segment ends with them, as it does when the process died while it wrote. */
  readonly torn: boolean;
}

/** Bytes that are looked at together. */
const chunk = 2 ** 20;

/**
 * Goes through the records of a segment.
 * @param visit - is called with each that is whole
 * @returns what cannot be read
 */
export function scanSegment(file: FileBytes, visit: (head: Head, offset: number) => void): Damage[] {
  const damage: Damage[] = [];
  let at = 0;
  while (at < file.size) {
    const head = headAt(file, at);
    const end = head ? at + headBytes + head.length : Infinity;
    if (head && end <= file.size && isWhole(file, at + headBytes, head)) visit(head, at + headBytes);
    else {
      const next = end < file.size ? end : nextHead(file, at + 1); // a head is trusted: it has a checksum of its own
      damage.push({ path: file.path, offset: at, bytes: next - at, torn: next === file.size });
      at = next;
      continue;
    }
    at = end;
  }
  return damage;
}

function headAt(file: FileBytes, at: number): Head | undefined {
  return headIn(file.read(at, Math.min(headBytes, file.size - at)));
}

function isWhole(file: FileBytes, offset: number, head: Head): boolean {
  let sum = 0;
  for (let done = 0; done < head.length; done += chunk)
    sum = checksum(file.read(offset + done, Math.min(chunk, head.length - done)), sum);
  return sum === head.checksum;
}

/** Where the next head is; the end of the file if there is none. */
function nextHead(file: FileBytes, from: number): number {
  for (let start = from; start < file.size; start += chunk) {
    const bytes = file.read(start, Math.min(chunk + headBytes, file.size - start));
    for (let at = markIn(bytes, 0); at >= 0 && at < chunk; at = markIn(bytes, at + 1))
      if (headIn(bytes.subarray(at))) return start + at;
  }
  return file.size;
}
