/** The clusters of a tree as a column of the table of networks. */
import { change, session } from "../session/store.ts";

/** Where a tree is cut, and the cluster of each of its items, from 0. */
export interface Cut {
  readonly height: number;
  readonly labels: readonly number[];
}

const column = "cluster";

/** The column takes the place of that of an earlier cut; networks that are not in the tree have no value. */
export function colourByClusters(names: readonly string[], { labels }: Cut): void {
  const clusters = new Map(names.map((name, k) => [name, `cluster ${labels[k]! + 1}`]));
  const { table, items } = session.value;
  const rows = table?.names ?? items.map(({ name }) => name);
  const cells = rows.map((name) => clusters.get(name) ?? null);
  change(
    (one) => ({
      ...one,
      table: { names: rows, columns: { ...table?.columns, [column]: cells } },
      look: { ...one.look, color: column },
    }),
    "colour by clusters",
  );
}
