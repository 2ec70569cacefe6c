import type { Steps } from "../../../base/steps.ts";
import { hdf5Error, type Library } from "./library.ts";

/** An open file of the library. */
export interface OpenHdf5 {
  readonly library: Library;
  readonly id: bigint;
  /** For messages. */
  readonly name: string;
}

/** What stands under a path: a dataset, or a link that is not followed, and why. */
export interface Found {
  /** From the root, without a leading slash. */
  readonly path: string;
  readonly link?: string;
}

/** Kinds of objects by the library's own numbers (H5G_obj_t). */
const kinds = { group: 0, dataset: 1 } as const;

/** More than any file in use has; a damaged one may lead in circles of different paths. */
const most = 100_000;
const deepest = 64;

/**
 * Every dataset below a group. Links inside the file are followed, unless they lead into a group that they stand in.
 * @throws {FormatError} if the file is damaged, or has more than 100,000 objects.
 */
export function* datasets(file: OpenHdf5, from = "/"): Steps<Found[]> {
  const found: Found[] = [];
  let objects = 0;
  function* enter(group: string, above: readonly string[]): Steps<void> {
    const identity = identityOf(file, group);
    if (above.includes(identity) || above.length > deepest) return;
    for (const name of namesIn(file, group)) {
      if (++objects > most) throw hdf5Error(file.name, `at most ${most} objects in a file`, "more");
      const path = group === "/" ? `/${name}` : `${group}/${name}`;
      const link = linkAt(file, path);
      const kind = link ? undefined : kindOf(file, path);
      if (link || kind === kinds.dataset) found.push({ path: path.slice(1), ...(link && { link }) });
      else if (kind === kinds.group) yield* enter(path, [...above, identity]);
      yield;
    }
  }
  yield* enter(from, []);
  return found;
}

/** Names in a group, in the order in which they were made where the file says it, else sorted. */
export function namesIn({ library, id, name }: OpenHdf5, group: string): string[] {
  const names = library.ask(name, (hdf5) => hdf5.get_names(id, group, false));
  if (new Set(names).size === names.length) return names;
  throw hdf5Error(name, `each name once in ${group}`, "one twice");
}

function kindOf({ library, id, name }: OpenHdf5, path: string): number {
  return library.call(name, (hdf5) => hdf5.get_type(id, path));
}

export function isGroup(file: OpenHdf5, path: string): boolean {
  return isThere(file, path) && kindOf(file, path) === kinds.group;
}

export function isDataset(file: OpenHdf5, path: string): boolean {
  return isThere(file, path) && kindOf(file, path) === kinds.dataset;
}

/** Where an object is in the file, whatever path leads to it: all zeros where there is none. */
export function identityOf({ library, id, name }: OpenHdf5, path: string): string {
  return library.call(name, (hdf5) => Array.from(hdf5.create_object_reference(id, path)).join());
}

function isThere(file: OpenHdf5, path: string): boolean {
  return /[1-9]/.test(identityOf(file, path));
}

/** A link that leads out of the file or to nothing, in words. */
function linkAt(file: OpenHdf5, path: string): string | undefined {
  const { library, id, name } = file;
  const { filename, obj_path } = library.call(name, (hdf5) => hdf5.get_external_link(id, path));
  if (filename !== undefined) return `a link to ${obj_path} in another file, ${filename}: give that file`;
  const target = library.call(name, (hdf5) => hdf5.get_symbolic_link(id, path));
  if (target === null || isThere(file, path)) return undefined;
  return `a link to ${target}, which is not in the file`;
}
