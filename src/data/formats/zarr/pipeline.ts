import type { CodecMetadata } from "zarrita";
import { pushAll } from "../../../base/lists.ts";
import type { Fields } from "./fields.ts";
import { typeOfDtype, type ElementType } from "./types.ts";

/** Why an array is not read: it is listed all the same. */
export class Unreadable extends Error {}

/** Codecs that pack bytes, each read by a reader of our own name that allocates no more than a chunk needs. */
const packers = ["gzip", "zlib", "zstd", "blosc", "lz4", "crc32c"] as const;
export type Packer = (typeof packers)[number];

/** The name under which zarrita finds our reader of it. */
export function boundedName(packer: Packer): string {
  return `repgeom.${packer}`;
}

function packerNamed(id: unknown): Packer | undefined {
  const name = typeof id === "string" ? id.replace(/^numcodecs\./, "") : "";
  return packers.find((packer) => packer === name);
}

/** The compressor of version 2. */
export function packerOf(compressor: Fields): CodecMetadata {
  const packer = packerNamed(compressor.get("id"));
  if (!packer) throw new Unreadable(`the compressor ${shown(compressor.get("id"))}`);
  return { name: boundedName(packer), configuration: {} };
}

/**
 * The filters of version 2, the first of which was applied first.
 * Rounding filters (bitround, quantize) have nothing to undo.
 */
export function filtersOf(
  filters: readonly Fields[],
  type: ElementType,
  dtype: string,
  bigEndian: boolean,
): CodecMetadata[] {
  const bytes: CodecMetadata = { name: "bytes", configuration: { endian: bigEndian ? "big" : "little" } };
  const codecs: CodecMetadata[] = [];
  let isPacked = false;
  for (const filter of filters) {
    const packer = packerNamed(filter.get("id")) ?? (filter.get("id") === "shuffle" ? "shuffle" : undefined);
    if (packer && !isPacked) codecs.push(bytes);
    if (packer) isPacked = true;
    else if (isPacked) throw new Unreadable(`the filter ${shown(filter.get("id"))} behind one of bytes`);
    if (packer === "shuffle") codecs.push(shuffle(filter, type));
    else if (packer) codecs.push({ name: boundedName(packer), configuration: {} });
    else pushAll(codecs, arrayFilter(filter, type, dtype));
  }
  return isPacked ? codecs : [...codecs, bytes];
}

function shuffle(filter: Fields, { size }: ElementType): CodecMetadata {
  const elementsize = filter.get("elementsize") ?? 4;
  if (elementsize !== size)
    throw new Unreadable(`the filter shuffle with elements of ${shown(elementsize)} bytes`);
  return { name: "numcodecs.shuffle", configuration: { elementsize } };
}

function arrayFilter(filter: Fields, type: ElementType, dtype: string): CodecMetadata[] {
  const id = filter.get("id");
  const isSame = (name: string) => {
    const given = typeOfDtype(filter.get(name) ?? dtype);
    return given?.type === type;
  };
  const isKept = isSame("astype") && isSame("dtype");
  if ((id === "bitround" || id === "quantize") && isKept) return [];
  if (id === "delta" && isKept && type.name !== "f2" && type.name !== "b1")
    return [{ name: "numcodecs.delta", configuration: {} }];
  throw new Unreadable(`the filter ${shown(id)}${isKept ? "" : " with another type"}`);
}

/** How the chunks of an array of version 3 are decoded. */
export interface Sharding {
  readonly inner: readonly number[];
  readonly codecs: CodecMetadata[];
}

/** The codecs of version 3: one array to array at most, one to bytes, then bytes to bytes; or shards of such. */
export function pipelineOf(
  codecs: readonly Fields[],
  chunks: readonly number[],
  type: ElementType,
): Sharding {
  const [first] = codecs;
  if (first?.get("name") !== "sharding_indexed")
    return { inner: chunks, codecs: plain(codecs, chunks.length, type) };
  if (codecs.length > 1) throw new Unreadable(`the codec ${shown(codecs[1]!.get("name"))} around shards`);
  const configuration = first.object("configuration");
  if ((configuration.get("index_location") ?? "end") !== "end")
    throw new Unreadable("shards whose index stands at the start");
  const inner = configuration.lengths("chunk_shape", 1);
  if (inner.length !== chunks.length || inner.some((length, k) => chunks[k]! % length !== 0))
    throw first.problem(
      `chunk_shape: lengths that divide a shard of ${chunks.join(" × ")}`,
      inner.join(" × "),
    );
  const within = configuration.list("codecs");
  const index = configuration.list("index_codecs").map((codec) => indexCodec(codec));
  return {
    inner,
    codecs: [
      {
        name: "sharding_indexed",
        configuration: {
          chunk_shape: inner,
          codecs: plain(within, chunks.length, type),
          index_codecs: index,
        },
      },
    ],
  };
}

function indexCodec(codec: Fields): CodecMetadata {
  const name = codec.get("name");
  if (name === "bytes") return bytesCodec(codec);
  if (name === "crc32c") return { name: boundedName("crc32c"), configuration: {} };
  throw new Unreadable(`an index of shards packed by ${shown(name)}`);
}

function plain(codecs: readonly Fields[], axes: number, type: ElementType): CodecMetadata[] {
  const made = codecs.map((codec) => plainCodec(codec, axes, type));
  const stage = made.map(({ name }) => (name === "transpose" ? 0 : name === "bytes" ? 1 : 2));
  const count = (of: number) => stage.filter((one) => one === of).length;
  if (count(0) > 1 || count(1) !== 1 || stage.some((one, k) => k > 0 && one < stage[k - 1]!))
    throw new Unreadable(`codecs in the order ${codecs.map((codec) => shown(codec.get("name"))).join(", ")}`);
  return made;
}

function plainCodec(codec: Fields, axes: number, type: ElementType): CodecMetadata {
  const name = codec.get("name");
  if (name === "bytes") return bytesCodec(codec);
  if (name === "transpose") return transposeCodec(codec, axes);
  if (name === "numcodecs.shuffle") return shuffle(codec.optional("configuration"), type);
  const packer = packerNamed(name);
  if (!packer) throw new Unreadable(`the codec ${shown(name)}`);
  return { name: boundedName(packer), configuration: {} };
}

function bytesCodec(codec: Fields): CodecMetadata {
  const endian = codec.optional("configuration").choice("endian", ["little", "big"], "little");
  return { name: "bytes", configuration: { endian } };
}

function transposeCodec(codec: Fields, axes: number): CodecMetadata {
  const order = codec.object("configuration").lengths("order", 0);
  const isPermutation =
    order.length === axes && new Set(order).size === axes && order.every((axis) => axis < axes);
  if (!isPermutation) throw codec.problem(`order: each axis from 0 to ${axes - 1} once`, order.join(", "));
  return { name: "transpose", configuration: { order } };
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "without a name");
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
