import { FormatError } from "../../../base/errors.ts";
import { pushAll } from "../../../base/lists.ts";
import { Fields } from "./fields.ts";
import { arrayOfVersion2, arrayOfVersion3, type ZarrArray } from "./metadata.ts";
import type { Store } from "./store.ts";

/** Deeper hierarchies are links in a circle. */
const deepest = 32;

/**
 * All arrays of a hierarchy, group by group in the order of names.
 * @throws {FormatError} for what is no hierarchy, a damaged document, and one that cannot be listed and is not consolidated.
 */
export async function arraysIn(store: Store, file: string, signal?: AbortSignal): Promise<ZarrArray[]> {
  const found: ZarrArray[] = [];
  await walk({ store, file, signal, found }, "", 0);
  return found;
}

interface Walk {
  readonly store: Store;
  readonly file: string;
  readonly signal: AbortSignal | undefined;
  readonly found: ZarrArray[];
}

async function walk(on: Walk, path: string, depth: number): Promise<void> {
  on.signal?.throwIfAborted();
  if (depth > deepest) throw problem(on, `groups at most ${deepest} deep`, `${path.slice(0, 100)}…`);
  const array = await arrayAt(on, path);
  if (array) {
    on.found.push(array);
    return;
  }
  const isGroup = (await documentAt(on, path, "zarr.json")) ?? (await documentAt(on, path, ".zgroup"));
  if (!isGroup && path === "")
    throw problem(on, "a Zarr group or array (zarr.json, .zgroup or .zarray)", "none of them");
  if (!isGroup) return;
  if (!on.store.folders) {
    pushAll(on.found, await consolidated(on, isGroup));
    return;
  }
  for (const name of (await on.store.folders(prefixOf(path))).toSorted())
    await walk(on, path === "" ? name : `${path}/${name}`, depth + 1);
}

async function arrayAt(on: Walk, path: string): Promise<ZarrArray | undefined> {
  const third = await documentAt(on, path, "zarr.json");
  if (third)
    return third.choice("node_type", ["array", "group"]) === "array"
      ? arrayOfVersion3(path, third)
      : undefined;
  const second = await documentAt(on, path, ".zarray");
  return second && arrayOfVersion2(path, second, await documentAt(on, path, ".zattrs"));
}

async function documentAt({ store, file }: Walk, path: string, name: string): Promise<Fields | undefined> {
  const bytes = await store.get(prefixOf(path) + name);
  return bytes && Fields.parse(bytes, `${file}/${prefixOf(path)}${name}`);
}

/** The arrays that a group tells of all below it: what is fetched cannot be listed. */
async function consolidated(on: Walk, group: Fields): Promise<ZarrArray[]> {
  if (group.get("zarr_format") === 3) {
    const inner = group.optional("consolidated_metadata").optional("metadata");
    const arrays = inner.names().filter((path) => inner.object(path).get("node_type") === "array");
    if (group.get("consolidated_metadata"))
      return arrays.toSorted().map((path) => arrayOfVersion3(sound(on, path), inner.object(path)));
  } else {
    const all = await documentAt(on, "", ".zmetadata");
    if (all) return arraysOfVersion2(on, all.object("metadata"));
  }
  throw problem(
    on,
    "consolidated metadata, because an address cannot be listed",
    "none",
    'In Python: zarr.consolidate_metadata("data.zarr").',
  );
}

function arraysOfVersion2(on: Walk, metadata: Fields): ZarrArray[] {
  const arrays = metadata
    .names()
    .flatMap((name) => /^(?:(.+)\/)?\.zarray$/.exec(name) ?? [])
    .filter((_, k) => k % 2 === 1);
  return arrays.toSorted().map((given: string | undefined) => {
    const path = sound(on, given ?? "");
    const attributes = `${prefixOf(path)}.zattrs`;
    const has = metadata.get(attributes) !== undefined;
    return arrayOfVersion2(
      path,
      metadata.object(`${prefixOf(path)}.zarray`),
      has ? metadata.object(attributes) : undefined,
    );
  });
}

/** A path that stays inside the hierarchy. */
function sound(on: Walk, path: string): string {
  const parts = path.split("/");
  if (
    path === "" ||
    parts.every((part) => part !== "" && part !== "." && part !== ".." && !part.includes("\\"))
  )
    return path;
  throw problem(on, "paths inside the hierarchy", JSON.stringify(path.slice(0, 100)));
}

function prefixOf(path: string): string {
  return path === "" ? "" : `${path}/`;
}

function problem({ file }: Walk, expected: string, got: string, advice?: string): FormatError {
  return new FormatError({ file, offset: 0, expected, got, ...(advice && { advice }) });
}
