import type { CodecMetadata } from "zarrita";
import { pushAll } from "../../../base/lists.ts";
import type { Fields } from "./fields.ts";
import { filtersOf, packerOf, pipelineOf, Unreadable, type Sharding } from "./pipeline.ts";
import { fillOf, otherType, typeOfDtype, typeOfName, type ElementType } from "./types.ts";

/** An array of a hierarchy, as its document describes it. */
export interface ZarrArray {
  /** Without a leading slash; "" for the root. */
  readonly path: string;
  /** Lengths of its axes; none for a scalar. */
  readonly shape: readonly number[];
  readonly axes?: readonly string[];
  /** Its type in words. */
  readonly type: string;
  /** How it is read, or why it is not. */
  readonly layout: Layout | { readonly refused: string };
}

/** How the elements of an array lie in its chunks. */
export interface Layout {
  readonly element: ElementType;
  /** Of what is stored under one name. */
  readonly chunks: readonly number[];
  /** Of what is decoded at once: chunks within a shard, or the chunks. */
  readonly inner: readonly number[];
  readonly codecs: CodecMetadata[];
  readonly fill: number | bigint;
  readonly keys: { readonly name: "default" | "v2"; readonly separator: "." | "/" };
}

/** An array of version 2: `.zarray`, and `.zattrs` where there is one. */
export function arrayOfVersion2(path: string, fields: Fields, attributes: Fields | undefined): ZarrArray {
  fields.choice("zarr_format", [2]);
  const shape = fields.lengths("shape", 0);
  const chunks = chunksOf(fields, "chunks", shape);
  const dtype = fields.get("dtype");
  const found = typeOfDtype(dtype);
  const order = fields.choice("order", ["C", "F"], "C");
  const separator = fields.choice("dimension_separator", [".", "/"], ".");
  const layout = readable(found, dtype, () => {
    const { type, bigEndian } = found!;
    const codecs: CodecMetadata[] =
      order === "F" ? [{ name: "transpose", configuration: { order: "F" } }] : [];
    pushAll(codecs, filtersOf(fields.list("filters"), type, `${dtype as string}`, bigEndian));
    if ((fields.get("compressor") ?? null) !== null) codecs.push(packerOf(fields.object("compressor")));
    return {
      element: type,
      chunks,
      inner: chunks,
      codecs,
      fill: fill(fields, type),
      keys: { name: "v2" as const, separator },
    };
  });
  return { ...common(path, shape, attributes?.texts("_ARRAY_DIMENSIONS", shape.length)), ...layout };
}

/** An array of version 3: `zarr.json`. */
export function arrayOfVersion3(path: string, fields: Fields): ZarrArray {
  fields.choice("zarr_format", [3]);
  const shape = fields.lengths("shape", 0);
  const dataType = fields.get("data_type");
  const element = typeOfName(dataType);
  const layout = readable(element, dataType, () => {
    const grid = fields.object("chunk_grid");
    if (grid.get("name") !== "regular") throw new Unreadable(`the chunk grid ${otherType(grid.get("name"))}`);
    if (fields.list("storage_transformers").length > 0) throw new Unreadable("storage transformers");
    const chunks = chunksOf(grid.object("configuration"), "chunk_shape", shape);
    const sharded: Sharding = pipelineOf(fields.list("codecs"), chunks, element!);
    return {
      element: element!,
      chunks,
      inner: sharded.inner,
      codecs: sharded.codecs,
      fill: fill(fields, element!),
      keys: keysOf(fields),
    };
  });
  const names = fields.texts("dimension_names", shape.length);
  return {
    ...common(path, shape, names ?? fields.optional("attributes").texts("_ARRAY_DIMENSIONS", shape.length)),
    ...layout,
  };
}

function keysOf(fields: Fields): Layout["keys"] {
  const encoding = fields.object("chunk_key_encoding");
  const name = encoding.choice("name", ["default", "v2"]);
  const separator = encoding
    .optional("configuration")
    .choice("separator", [".", "/"], name === "v2" ? "." : "/");
  return { name, separator };
}

function common(path: string, shape: readonly number[], axes: readonly string[] | undefined) {
  return { path, shape, ...(axes && axes.length > 0 && { axes }) };
}

/** What is not read is listed with the reason. */
function readable(found: unknown, type: unknown, make: () => Layout): Pick<ZarrArray, "type" | "layout"> {
  const words = otherType(type);
  if (!found) return { type: words, layout: { refused: `the type ${words}` } };
  try {
    return { type: words, layout: make() };
  } catch (error) {
    if (error instanceof Unreadable) return { type: words, layout: { refused: error.message } };
    throw error;
  }
}

function chunksOf(fields: Fields, name: string, shape: readonly number[]): number[] {
  const chunks = fields.lengths(name, 1);
  if (chunks.length === shape.length) return chunks;
  throw fields.problem(`${name}: as many axes as the shape, ${shape.length}`, `${chunks.length}`);
}

function fill(fields: Fields, type: ElementType): number | bigint {
  const value = fillOf(type, fields.get("fill_value"));
  if (value !== undefined) return value;
  throw fields.problem(`fill_value: an element of ${type.name}`, JSON.stringify(fields.get("fill_value")));
}
