/*
 * Writes the files of this folder by writers that are not this project:
 *   npm i --force nodejs-polars@0.26.1 nodejs-polars-linux-x64-gnu@0.26.1 @duckdb/node-api@1.5.6-r.1 apache-arrow@21.2.0 parquet-wasm@0.8.0
 *   node write.mjs FOLDER
 * Every number follows from its row i and its column by the formulas below; the tests compute them again.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import duckdb from "@duckdb/node-api";
import * as arrow from "apache-arrow";
import pl from "nodejs-polars";
import * as wasm from "parquet-wasm/node";

const folder = process.argv[2] ?? ".";
const rows = Array.from({ length: 40 }, (_, i) => i);
const names = rows.map((i) => `s${i}`);
const unit = (j) => rows.map((i) => (4 * i + j) / 8 - 3);
const units = [0, 1, 2, 3];
const integers = {
  yes: rows.map((i) => i % 3 === 0),
  i8: rows.map((i) => i - 20),
  i16: rows.map((i) => 100 * i - 2000),
  i32: rows.map((i) => 10 - 70_000 * i),
  i64: rows.map((i) => i * 2 ** 40),
  u8: rows.map((i) => 5 * i),
  u32: rows.map((i) => 100_000_000 * i),
  f64: rows.map((i) => 1 / (i + 1)),
};
const save = (name, bytes) => writeFileSync(join(folder, name), bytes);

/* polars */
const float32 = (name, values) => pl.Series(name, values, pl.Float32);
const flat = pl.DataFrame([pl.Series("name", names), ...units.map((j) => float32(`u${j}`, unit(j)))]);
for (const compression of ["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4"])
  save(`polars-${compression}.parquet`, flat.writeParquet({ compression }));
for (const compression of ["uncompressed", "lz4", "zstd"])
  save(`polars-${compression}.arrow`, flat.writeIPC({ compression }));
save("polars-stream.arrow", flat.writeIPCStream({ compression: "lz4" }));
const mixed = pl.DataFrame([
  pl.Series("yes", integers.yes, pl.Bool),
  pl.Series("i8", integers.i8, pl.Int8),
  pl.Series("i16", integers.i16, pl.Int16),
  pl.Series("i32", integers.i32, pl.Int32),
  pl.Series("i64", integers.i64).cast(pl.Int64),
  pl.Series("u8", integers.u8, pl.UInt8),
  pl.Series("u32", integers.u32, pl.UInt32),
  pl.Series("f64", integers.f64, pl.Float64),
]);
save("polars-mixed.parquet", mixed.writeParquet({ compression: "zstd" }));
save("polars-mixed.arrow", mixed.writeIPC({ compression: "zstd" }));
const lists = pl.DataFrame([
  pl.Series("name", names).cast(pl.Categorical),
  pl.Series("embedding", rows.map((i) => [0, 1, 2].map((k) => (3 * i + k) / 8)), pl.List(pl.Float32)),
  pl.Series("accuracy", rows.map((i) => i / 2), pl.Float64),
]);
save("polars-lists.parquet", lists.writeParquet({ compression: "zstd" }));
save("polars-lists.arrow", lists.writeIPC({ compression: "lz4" }));

const longNames = rows.map((i) => `a stimulus with a long name, ${i}`);
save("polars-views.arrow", pl.DataFrame([pl.Series("name", longNames), float32("u0", unit(0))]).writeIPC({}));

/* duckdb */
const connection = await (await duckdb.DuckDBInstance.create(":memory:")).connect();
const copy = (name, query, how) =>
  connection.run(`COPY (${query}) TO '${join(folder, name)}' (FORMAT parquet, ${how})`);
const range = "FROM range(40) t(i)";
const flatQuery = `SELECT 's' || i AS name, ${units.map((j) => `((4 * i + ${j}) / 8 - 3)::FLOAT AS u${j}`)} ${range}`;
await copy("duckdb-v1.parquet", flatQuery, "COMPRESSION snappy");
await copy("duckdb-v2.parquet", flatQuery, "COMPRESSION zstd, PARQUET_VERSION V2");
const nested = "[[6 * i, 6 * i + 1, 6 * i + 2], [6 * i + 3, 6 * i + 4, 6 * i + 5]]::DOUBLE[][] AS matrix";
const embedding = "[3 * i / 8, (3 * i + 1) / 8, (3 * i + 2) / 8]::FLOAT[3] AS embedding";
await copy("duckdb-lists.parquet", `SELECT 's' || i AS name, ${embedding}, ${nested} ${range}`, "COMPRESSION gzip");
await copy(
  "duckdb-long.parquet",
  "SELECT (i % 7)::BIGINT AS x, (i % 11) / 4 AS y, i % 3 = 0 AS z FROM range(5000) t(i)",
  "COMPRESSION lz4_raw, ROW_GROUP_SIZE 2048",
);
await copy("duckdb-nulls.parquet", `SELECT i::DOUBLE AS x, CASE WHEN i = 5 THEN NULL ELSE i END AS y ${range}`, "COMPRESSION snappy");
await copy("duckdb-ragged.parquet", `SELECT range(CASE WHEN i = 9 THEN 2 ELSE 3 END) AS x ${range}`, "COMPRESSION snappy");
await copy("duckdb-wide.parquet", "SELECT 9007199254740993 + i AS x FROM range(2) t(i)", "COMPRESSION snappy");
await copy("duckdb-times.parquet", `SELECT i::DOUBLE AS x, TIMESTAMP '2020-01-01' AS t ${range}`, "COMPRESSION snappy");
await copy("duckdb-decimals.parquet", `SELECT i::DECIMAL(9, 2) AS price ${range}`, "COMPRESSION snappy");

/* Arrow's JavaScript */
const vector = (type, values) => arrow.vectorFromArray(values, type);
const listOf = (type) => new arrow.List(arrow.Field.new("item", type, true));
const fixedOf = (size, type) => new arrow.FixedSizeList(size, arrow.Field.new("item", type, false));
const half = new arrow.Table({
  name: vector(new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()), names),
  ...Object.fromEntries(units.map((j) => [`u${j}`, vector(new arrow.Float16(), unit(j))])),
});
save("arrowjs-half.arrow", arrow.tableToIPC(half, "file"));
const nestedTable = new arrow.Table({
  name: vector(new arrow.Utf8(), names),
  embedding: vector(fixedOf(3, new arrow.Float32()), rows.map((i) => [0, 1, 2].map((k) => (3 * i + k) / 8))),
  matrix: vector(
    listOf(listOf(new arrow.Float64())),
    rows.map((i) => [[6 * i, 6 * i + 1, 6 * i + 2], [6 * i + 3, 6 * i + 4, 6 * i + 5]]),
  ),
});
const [head, tail] = [nestedTable.slice(0, 15), nestedTable.slice(15)];
save("arrowjs-batches.arrow", arrow.tableToIPC(new arrow.Table([...head.batches, ...tail.batches]), "stream"));

/* Two batches whose dictionaries are not the same. */
const placed = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8(), 7);
const halves = [rows.slice(0, 15), rows.slice(15)].map(
  (part) =>
    new arrow.Table({
      name: vector(placed, part.map((i) => `s${i}`)),
      u0: vector(new arrow.Float64(), part.map((i) => (4 * i) / 8 - 3)),
    }),
);
const dictionaries = new arrow.RecordBatchStreamWriter();
for (const { batches } of halves) for (const batch of batches) dictionaries.write(batch);
save("arrowjs-dictionaries.arrow", dictionaries.finish().toUint8Array(true));

const file = (name, columns) => save(name, arrow.tableToIPC(new arrow.Table(columns), "file"));
const odd = rows.slice(0, 13);
file("arrowjs-bytes.arrow", {
  u8: vector(new arrow.Uint8(), odd.map((i) => 5 * i)),
  i16: vector(new arrow.Int16(), odd.map((i) => 100 * i - 2000)),
  i64: vector(new arrow.Int64(), odd.map((i) => BigInt(i * 2 ** 40))),
});
const doubles = (value) => vector(new arrow.Float64(), rows.map(value));
file("arrowjs-nulls.arrow", { x: doubles((i) => i), y: doubles((i) => (i === 5 ? null : i)) });
file("arrowjs-ragged.arrow", {
  x: vector(listOf(new arrow.Float64()), rows.map((i) => [1, 2, 3].slice(0, i === 9 ? 2 : 3))),
});
file("arrowjs-wide.arrow", { x: vector(new arrow.Int64(), [9007199254740993n, 1n]) });
file("arrowjs-times.arrow", {
  x: doubles((i) => i),
  t: vector(new arrow.TimestampMillisecond(), rows.map((i) => new Date(86_400_000 * i))),
});
/** A table with what other programs write beside the schema, and beside its first column. */
const described = (columns, schemaKeys, fieldKeys = {}) => {
  const { schema, batches } = new arrow.Table(columns);
  const [first, ...others] = schema.fields;
  const field = new arrow.Field(first.name, first.type, first.nullable, new Map(Object.entries(fieldKeys)));
  const told = new arrow.Schema([field, ...others], new Map(Object.entries(schemaKeys)));
  return new arrow.Table(told, batches.map(({ data }) => new arrow.RecordBatch(told, data)));
};
const pandasKeys = JSON.stringify({ index_columns: ["image"], columns: [], pandas_version: "2.2.3" });
const ofPandas = { u0: doubles((i) => (i === 5 ? null : (4 * i) / 8 - 3)), image: vector(new arrow.Utf8(), names) };
save("arrowjs-pandas.arrow", arrow.tableToIPC(described(ofPandas, { pandas: pandasKeys }), "file"));
const tensors = vector(
  fixedOf(6, new arrow.Float32()),
  rows.map((i) => [0, 1, 2, 3, 4, 5].map((k) => 6 * i + k)),
);
const tensorKeys = {
  "ARROW:extension:name": "arrow.fixed_shape_tensor",
  "ARROW:extension:metadata": JSON.stringify({ shape: [2, 3] }),
};
save("arrowjs-tensor.arrow", arrow.tableToIPC(described({ image: tensors }, {}, tensorKeys), "file"));

/* parquet-wasm, which is Arrow's and Parquet's Rust */
const { Compression, Encoding } = wasm;
const rust = (name, table, how) => {
  const builder = how(new wasm.WriterPropertiesBuilder());
  save(name, wasm.writeParquet(wasm.Table.fromIPCStream(arrow.tableToIPC(table, "stream")), builder.build()));
};
const index = (levels) => {
  const pandas = JSON.stringify({ index_columns: levels, column_indexes: [], columns: [], pandas_version: "2.2.3" });
  return (builder) => builder.setKeyValueMetadata(new Map([["pandas", pandas]])).setCompression(Compression.SNAPPY);
};
const withIndex = (values, type) =>
  new arrow.Table({
    u0: vector(new arrow.Float64(), unit(0).map((value, i) => (i === 5 ? null : value))),
    u1: vector(new arrow.Float64(), unit(1)),
    __index_level_0__: vector(type, values),
  });
rust("rust-pandas.parquet", withIndex(names, new arrow.Utf8()), index(["__index_level_0__"]));
rust("rust-pandas-ints.parquet", withIndex(rows.map((i) => 10 * i), new arrow.Int32()), index(["__index_level_0__"]));
rust("rust-half.parquet", half, (builder) => builder.setCompression(Compression.LZ4_RAW));
rust("rust-bool.parquet", new arrow.Table({ yes: vector(new arrow.Bool(), integers.yes) }), (builder) =>
  builder.setWriterVersion(wasm.WriterVersion.V2).setDictionaryEnabled(false).setColumnEncoding("yes", Encoding.RLE),
);
const delta = new arrow.Table({
  name: vector(new arrow.Utf8(), names),
  i32: vector(new arrow.Int32(), integers.i32),
  i64: vector(new arrow.Int64(), integers.i64.map(BigInt)),
  u0: vector(new arrow.Float32(), unit(0)),
  f64: vector(new arrow.Float64(), integers.f64),
});
rust("rust-delta.parquet", delta, (builder) =>
  builder
    .setDictionaryEnabled(false)
    .setWriterVersion(wasm.WriterVersion.V2)
    .setCompression(Compression.LZ4)
    .setColumnEncoding("name", Encoding.DELTA_BYTE_ARRAY)
    .setColumnEncoding("i32", Encoding.DELTA_BINARY_PACKED)
    .setColumnEncoding("i64", Encoding.DELTA_BINARY_PACKED)
    .setColumnEncoding("u0", Encoding.BYTE_STREAM_SPLIT)
    .setColumnEncoding("f64", Encoding.BYTE_STREAM_SPLIT),
);
rust("rust-lengths.parquet", delta, (builder) =>
  builder
    .setDictionaryEnabled(false)
    .setColumnEncoding("name", Encoding.DELTA_LENGTH_BYTE_ARRAY)
    .setMaxRowGroupSize(16)
    .setDataPageSizeLimit(64)
    .setWriteBatchSize(8),
);
