import { eachBand, type Bands } from "./bands.ts";
import { bytesOf, type Precision } from "./precision.ts";

/** One file of a folder. */
export interface FolderFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** Rows and columns of a chunk: 2 MiB of doubles. */
const side = 512;

/** The array of the hierarchy. */
const array = "values";

/**
 * A matrix as a Zarr hierarchy of version 2 with one array, `values`, in uncompressed chunks of 512 × 512. Names of
 * rows and columns are attributes of the root, with whatever else is given. Its metadata are consolidated, so that
 * it can also be read from an address. Chunks at the edges are filled up with NaN.
 *
 * Source: Zarr storage specification version 2.
 *
 * @param attributes - plain data that says what the values are
 * @throws {NumericalError} for a number that float32 does not hold; whatever the source throws.
 */
export async function* zarrOfBands(
  bands: Bands,
  dtype: Precision = "f8",
  attributes: object = {},
): AsyncGenerator<FolderFile> {
  const { rowNames, colNames } = bands;
  const shape = [rowNames.length, colNames.length] as const;
  const chunks = [Math.min(side, Math.max(1, shape[0])), Math.min(side, Math.max(1, shape[1]))] as const;
  const metadata = {
    ".zgroup": { zarr_format: 2 },
    ".zattrs": { ...attributes, rowNames, colNames },
    [`${array}/.zarray`]: arrayDocument(shape, chunks, dtype),
    [`${array}/.zattrs`]: { _ARRAY_DIMENSIONS: ["row", "column"] },
  };
  for (const [path, document] of Object.entries(metadata)) yield { path, content: textOf(document) };
  yield { path: ".zmetadata", content: textOf({ zarr_consolidated_format: 1, metadata }) };
  for await (const { start, end, values } of eachBand({ ...bands, step: 1 }, chunks[0]))
    yield* chunksOf(values, { start, rows: end - start, cols: shape[1] }, chunks, dtype);
}

function arrayDocument(shape: readonly number[], chunks: readonly number[], dtype: Precision): object {
  return {
    zarr_format: 2,
    shape,
    chunks,
    dtype: `<${dtype}`,
    compressor: null,
    fill_value: "NaN",
    order: "C",
    filters: null,
  };
}

interface BandOf {
  readonly start: number;
  readonly rows: number;
  readonly cols: number;
}

/** The chunks that a band has a part in, which is all of them: a band is as high as a chunk, or the last. */
function* chunksOf(
  values: Float64Array,
  { start, rows, cols }: BandOf,
  [high, wide]: readonly [number, number],
  dtype: Precision,
): Generator<FolderFile> {
  for (let k = 0; k * wide < cols; k++) {
    const chunk = new Float64Array(high * wide).fill(NaN);
    for (let i = 0; i < rows; i++) {
      const from = i * cols + k * wide;
      chunk.set(values.subarray(from, Math.min(from + wide, (i + 1) * cols)), i * wide);
    }
    yield { path: `${array}/${start / high}.${k}`, content: bytesOf(chunk, dtype) };
  }
}

/** JSON has no infinities and no NaN: texts as they are in all documents of results. */
function textOf(document: object): string {
  const plain = (_key: string, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify(document, plain)}\n`;
}
