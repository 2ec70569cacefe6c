import { reserve } from "../bytes.ts";
import type { FileToOpen, OpenedFile, OpenHow } from "../opened.ts";
import { openTable } from "../tables/arrays.ts";
import type { TableColumn, TableFile } from "../tables/table-file.ts";
import { fillFrom, innerOf, textsOf, type ParquetFile } from "./column.ts";
import { readFooter } from "./footer.ts";
import type { Leaf } from "./schema.ts";

/**
 * Opens a Parquet file (github.com/apache/parquet-format): its footer, and the names of its rows.
 * Row groups are read where their rows are asked for, a column after the other.
 * `openTable` says which columns are numbers, names or lists. In a file that pandas wrote a null among
 * floats is NaN, as pandas has it; any other null is an error.
 */
export async function openParquet({ path, pieces: open }: FileToOpen, how: OpenHow): Promise<OpenedFile> {
  const pieces = await open();
  const footer = await readFooter(pieces, path, how);
  const held = footer.leaves.length * 256;
  const file = { path, pieces, footer, limits: reserve(how, held) };
  return openTable(await tableOf(file, how.signal), how.signal);
}

async function tableOf(file: ParquetFile, signal?: AbortSignal): Promise<TableFile> {
  const { path, footer } = file;
  const { leaves, rows, pandas } = footer;
  const columns: TableColumn[] = [];
  for (const leaf of leaves) {
    const { kind, type } = leaf.content;
    const isList = leaf.lists > 0 && kind === "numbers";
    const inner = isList ? { inner: await innerOf(file, leaf, signal) } : {};
    columns.push({
      name: leaf.name,
      type,
      ...inner,
      kind: leaf.lists > 0 && kind === "text" ? "other" : kind,
    });
  }
  return {
    path,
    limits: file.limits,
    rows,
    columns,
    ...(pandas !== undefined && { pandas }),
    texts: (k, stop) => textsOf(file, leaves[k]!, stop),
    fill(k, target, stop) {
      const nullIsNaN = pandas !== undefined && columns[k]!.type.startsWith("float");
      return fillFrom(file, leaves[k]!, columns[k]!.inner ?? [], target, nullIsNaN, stop);
    },
    parts: footer.groups.map((group) => group.rows),
    scratch: (k) => scratchOf(file, leaves[k]!),
  };
}

/** A chunk, its largest page unpacked, and the levels and values of that page. */
function scratchOf({ footer }: ParquetFile, { place }: Leaf): number {
  const sizes = footer.groups.map(({ chunks }) => {
    const { size, unpacked, values } = chunks[place]!;
    return size + unpacked + 18 * values;
  });
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}
