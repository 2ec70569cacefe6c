/** The table of networks in code: a file that the shell writes, a constant of a program. */
import type { Data } from "./kind.ts";

const file = "networks.json";

/** Whether the answer has anything of the table. */
function usesTable({ session: { table, look, groups } }: Data): boolean {
  return table !== undefined && (groups !== undefined || Object.values(look).some(Boolean));
}

/** `--table networks.json --color condition`. */
export function pictureFlags(data: Data): string[] {
  if (!usesTable(data)) return [];
  const { look, groups } = data.session;
  const columns = Object.entries({ ...look, groups }).filter(([, column]) => column);
  return ["--table", file, ...columns.flatMap(([name, column]) => [`--${name}`, column!])];
}

/** What writes that file; empty where no table is used. */
export function tableFile(data: Data): string {
  if (!usesTable(data)) return "";
  const rows = rowsOf(data).map((row) => JSON.stringify(row));
  return `cat > ${file} <<'TABLE'\n[${rows.join(",\n")}]\nTABLE\n`;
}

/** A row for each network that takes part. */
export function rowsOf({ items, session: { table } }: Data): Record<string, string | number | null>[] {
  const { names, columns } = table!;
  return items.map(({ name }) => {
    const at = names.indexOf(name);
    const cells = Object.entries(columns).map(([column, values]) => [column, values[at] ?? null]);
    return { name, ...Object.fromEntries(cells) };
  });
}
