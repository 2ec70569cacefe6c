import type { NamedTable } from "../../written.ts";
import { asIs, optional } from "../optional.ts";

/**
 * Bytes of a Parquet file: a column of the names of the rows, called "name", then the columns of a table by their
 * names, doubles or texts. It is written by the package hyparquet-writer, packed by Snappy.
 * @param file - that it is for, in messages
 * @throws {FormatError} that says what to install, if the package is missing.
 */
export async function tableToParquet(table: NamedTable, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const { parquetWriteBuffer } = await optional(
    "hyparquet-writer",
    () => import("hyparquet-writer").catch(asIs),
    file,
    "written",
  );
  const { rowNames, colNames } = table;
  const titles = distinct(["name", ...colNames]);
  const names = { name: titles[0]!, data: [...rowNames], type: "STRING" as const, nullable: false };
  const columns = colNames.map((_, k) => ({ name: titles[k + 1]!, nullable: false, ...columnOf(table, k) }));
  // A column with NaN has no least and no largest value, so none are written.
  return new Uint8Array(
    parquetWriteBuffer({ columnData: [names, ...columns], statistics: false, createdBy: "repgeom" }),
  );
}

function columnOf({ rowNames, colNames, values }: NamedTable, k: number) {
  const column = rowNames.map((_, i) => values[i * colNames.length + k]!);
  return column.every((value) => typeof value === "number")
    ? { data: Float64Array.from(column as number[]), type: "DOUBLE" as const }
    : { data: column.map(String), type: "STRING" as const };
}

/** Columns of one name would be one: those that come again get a number. */
function distinct(titles: readonly string[]): string[] {
  const taken = new Set(titles.slice(1));
  const seen = new Set<string>();
  return titles.map((title, k) => {
    let name = title;
    const isTaken = () => seen.has(name) || (k === 0 && taken.has(name));
    for (let count = 2; isTaken(); count++) name = `${title} ${count}`;
    seen.add(name);
    return name;
  });
}
