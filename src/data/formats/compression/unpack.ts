import { FormatError } from "../../../base/errors.ts";
import { assertFits, type Limits } from "../bytes.ts";
import { brotliReader } from "./brotli.ts";
import { unpackLz4Block, unpackLz4Frames, unpackLz4Hadoop } from "./lz4.ts";
import { unpackSnappy } from "./snappy.ts";
import { unpackZstd } from "./zstd/zstd.ts";

/** Unpacks bytes of which the size is known. */
type Unpack = (packed: Uint8Array, size: number, limits: Limits) => Uint8Array;

/** How the columns of tables are packed. */
const codecs = {
  snappy: async () => unpackSnappy,
  gzip: async () => {
    const { gunzipSync } = await import("fflate");
    // One byte more shows where there is more than declared.
    return (packed, size) => exactly(gunzipSync(packed, { out: new Uint8Array(size + 1) }), size);
  },
  brotli: brotliReader,
  "lz4 block": async () => unpackLz4Block,
  "lz4 hadoop": async () => unpackLz4Hadoop,
  "lz4 frame": async () => unpackLz4Frames,
  zstd: async () => unpackZstd,
} as const satisfies Record<string, (file: string) => Promise<Unpack>>;

export type Codec = keyof typeof codecs;

/** Unpacks as a codec does. */
export type Unpacker = (packed: Uint8Array, size: number, limits: Limits, offset?: number) => Uint8Array;

/**
 * The reader of a codec, loaded once for a file.
 * The reader throws a FormatError for damaged bytes, and for more than the limit before they are made.
 */
export async function unpackerOf(codec: Codec, file: string): Promise<Unpacker> {
  const unpack: Unpack = await (codecs[codec] as (name: string) => Promise<Unpack>)(file);
  return (packed, size, limits, offset = 0) => {
    assertFits(file, size, limits, offset);
    try {
      return size === 0 ? new Uint8Array(0) : unpack(packed, size, limits);
    } catch (error) {
      if (error instanceof FormatError) throw error;
      const got = (error as Error).message;
      throw new FormatError({ file, offset, expected: `${size} bytes packed by ${codec}`, got });
    }
  };
}

function exactly(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length !== size) throw new RangeError(`${bytes.length} bytes or more`);
  return bytes;
}
