import { finish, type Steps } from "../../base/steps.ts";
import type { Representation } from "../representation.ts";
import { ByteReader, defaultLimits, quoted, stemOf } from "./bytes.ts";
import type { Limits } from "./bytes.ts";
import { readNpy } from "./npy.ts";
import { nameArrays } from "../names.ts";
import { extract, zipEntries } from "./zip.ts";

/**
 * A NumPy `.npz` archive, stored or deflated: one representation an array.
 * Errors inside an array name it as `file:array` and count bytes from its start.
 *
 * @param limits - hold for all arrays together, and for one extracted member
 * @returns representations named `file:array`, or `file` for the only one
 * @throws {FormatError} whatever is wrong with the file.
 */
export function parseNpz(bytes: Uint8Array, file: string, limits: Limits = defaultLimits): Representation[] {
  return finish(npzSteps(bytes, file, limits));
}

/** `parseNpz` in steps. */
export function* npzSteps(bytes: Uint8Array, file: string, limits: Limits): Steps<Representation[]> {
  const reader = new ByteReader(bytes, file);
  const seen = new Set<string>();
  let left = limits.maxMemory;
  const arrays: Representation[] = [];
  for (const entry of zipEntries(reader)) {
    const { name: member } = entry;
    if (!member.endsWith(".npy"))
      throw reader.problem("members ending in .npy", quoted(member), entry.offset);
    if (seen.has(member)) throw reader.problem("each member once", `${quoted(member)} again`, entry.offset);
    seen.add(member);
    const name = member.slice(0, -".npy".length);
    const unpacked = yield* extract(reader, entry, { maxMemory: left });
    const array = yield* readNpy(unpacked, `${file}:${name}`, { maxMemory: left });
    left -= array.data.byteLength;
    arrays.push({ name, ...array });
  }
  if (arrays.length === 0) throw reader.problem("at least one array", "an empty archive", 0);
  return nameArrays(stemOf(file), arrays);
}
