/** Files of several folders: which folder is a column of the table, so that they can be grouped and coloured by it. */
import { change, session } from "../../session/store.ts";
import { folderOf } from "../arrive/names.ts";
import { merged, withRows } from "./rows.ts";

/** Groups, at most: more would be no groups. */
const most = 12;

const column = "folder";

/** @param paths - of the files that came together */
export function columnOfFolders(paths: readonly string[]): void {
  const folders = new Set(paths.map((path) => folderOf({ from: "file", path, size: 0 })));
  const { items, table } = session.value;
  if (table?.columns[column]) return fill();
  if (table || folders.size < 2 || folders.size > most || folders.size === paths.length) return;
  change((one) => {
    const cells = items.map(({ origin }) => folderOf(origin) || null);
    const made = merged(undefined, { names: items.map(({ name }) => name), columns: { [column]: cells } });
    const look = one.look.color ? one.look : { ...one.look, color: column };
    return { ...one, table: withRows(made, items), look, groups: one.groups ?? column };
  });
}

/** Files that came later are put into their folders too. */
function fill(): void {
  change((one) => {
    const folders = new Map(one.items.map(({ name, origin }) => [name, folderOf(origin) || null]));
    const { names, columns } = one.table!;
    const cells = columns[column]!.map((cell, row) => cell ?? folders.get(names[row]!) ?? null);
    return { ...one, table: { names, columns: { ...columns, [column]: cells } } };
  });
}
