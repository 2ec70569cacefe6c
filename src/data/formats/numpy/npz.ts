import { finish, type Steps } from "../../../base/steps.ts";
import type { Representation } from "../../representation.ts";
import { ByteReader, checkMemory, defaultLimits, quoted, reserve, stemOf } from "../bytes.ts";
import type { Limits } from "../bytes.ts";
import type { Table, TableReading } from "../text/csv.ts";
import { maxNpyHeader, npyOther, readNpy } from "./npy.ts";
import { nameArrays } from "../../names.ts";
import { Extractor, type ZipEntry, zipEntries } from "../zip/zip.ts";

const suffix = ".npy";

/**
 * A NumPy `.npz` archive, stored or deflated: one representation an array.
 * Arrays beside others that hold no real numbers (texts, objects) are refused alone.
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
export function* npzSteps(bytes: Uint8Array, file: string, limits: TableReading): Steps<Table[]> {
  const reader = new ByteReader(bytes, file);
  const all = zipEntries(reader);
  if (all.length === 0) throw reader.problem("at least one array", "an empty archive", 0);
  for (const entry of all) checkMember(reader, entry);
  const { wanted = () => true } = limits;
  const entries = all.filter(({ name }) => wanted(pathOf(name)));
  const extractor = new Extractor(reader, entries, limits);
  const least = entries.reduce((sum, entry) => sum + leastBytes(entry), 0);
  let left = reserve(limits, extractor.bytes);
  checkMemory(reader, least, left);
  // What later members need at least is kept for them, so that an archive is refused by its first.
  left = reserve(left, least);
  const arrays: Table[] = [];
  for (const entry of entries) {
    const name = pathOf(entry.name);
    left = reserve(left, -leastBytes(entry));
    const member = yield* extractor.extract(entry);
    const other = all.length > 1 ? npyOther(member, `${file}:${name}`) : undefined;
    if (other) {
      arrays.push({ name, data: new Float64Array(0), type: other.refused, ...other });
      continue;
    }
    const array = yield* readNpy(member, `${file}:${name}`, left);
    left = reserve(left, array.data.byteLength);
    arrays.push({ name, ...array });
  }
  if (all.length === 1) return nameArrays(stemOf(file), arrays);
  return arrays.map((array) => ({ ...array, name: `${stemOf(file)}:${array.name}` }));
}

/** The name of an array, without that of the format. */
const pathOf = (member: string) => member.slice(0, -suffix.length);

function checkMember(reader: ByteReader, { name, offset }: ZipEntry): void {
  if (!name.endsWith(suffix)) throw reader.problem("members ending in .npy", quoted(name), offset);
}

/** An array takes as much memory as in its file, or more; its header may take as much as it can. */
function leastBytes({ size }: ZipEntry): number {
  return Math.max(0, size - maxNpyHeader);
}
