import { finish, type Steps } from "../../base/steps.ts";
import type { Representation } from "../representation.ts";
import { ByteReader, checkMemory, defaultLimits, quoted, reserve, stemOf } from "./bytes.ts";
import type { Limits } from "./bytes.ts";
import { maxNpyHeader, readNpy } from "./npy.ts";
import { nameArrays } from "../names.ts";
import { Extractor, type ZipEntry, zipEntries } from "./zip.ts";

const suffix = ".npy";

/**
 * A NumPy `.npz` archive, stored or deflated: one representation an array.
 * Errors inside an array name it as `file:array` and count bytes from its start.
 *
 * @param limits - hold for all arrays together, with the largest inflated member
 * @returns representations named `file:array`, or `file` for the only one
 * @throws {FormatError} whatever is wrong with the file.
 */
export function parseNpz(bytes: Uint8Array, file: string, limits: Limits = defaultLimits): Representation[] {
  return finish(npzSteps(bytes, file, limits));
}

/** `parseNpz` in steps. */
export function* npzSteps(bytes: Uint8Array, file: string, limits: Limits): Steps<Representation[]> {
  const reader = new ByteReader(bytes, file);
  const entries = zipEntries(reader);
  if (entries.length === 0) throw reader.problem("at least one array", "an empty archive", 0);
  for (const entry of entries) checkMember(reader, entry);
  const extractor = new Extractor(reader, entries, limits);
  const least = entries.reduce((sum, entry) => sum + leastBytes(entry), 0);
  let left = reserve(limits, extractor.bytes);
  checkMemory(reader, least, left);
  // What later members need at least is kept for them, so that an archive is refused by its first.
  left = reserve(left, least);
  const arrays: Representation[] = [];
  for (const entry of entries) {
    const name = entry.name.slice(0, -suffix.length);
    left = reserve(left, -leastBytes(entry));
    const array = yield* readNpy(yield* extractor.extract(entry), `${file}:${name}`, left);
    left = reserve(left, array.data.byteLength);
    arrays.push({ name, ...array });
  }
  return nameArrays(stemOf(file), arrays);
}

function checkMember(reader: ByteReader, { name, offset }: ZipEntry): void {
  if (!name.endsWith(suffix)) throw reader.problem("members ending in .npy", quoted(name), offset);
}

/** An array takes as much memory as in its file, or more; its header may take as much as it can. */
function leastBytes({ size }: ZipEntry): number {
  return Math.max(0, size - maxNpyHeader);
}
