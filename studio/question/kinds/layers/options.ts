/** What a layer study is asked, and which item is what in it. */
import { layerStudyOptions, rdmOptions, resolveOptions, type AnySchemas } from "repgeom/options";
import type { ItemTable } from "repgeom/report";
import { byColumn, columnOptions } from "../columns.ts";
import type { Data } from "../kind.ts";
import { sideOption, sidesOf } from "../sides.ts";

const { networks: _n, regions: _r, comparatorOptions: _c, ...study } = layerStudyOptions;

/** Of the command line, by the same names. */
export const flagOptions = {
  ...study,
  dissimilarity: rdmOptions.dissimilarity,
  regionDissimilarity: {
    ...rdmOptions.dissimilarity,
    default: undefined,
    doc: "Of the RDMs of the regions, where it is another, e.g. crossnobis of repeats.",
  },
} satisfies AnySchemas;

const doc =
  "Which representations are layers; all others are regions. As marked: those that the list of data marks as rows. Else those of one group of the table.";

export function optionsOf(data: Data): AnySchemas {
  const columns = columnOptions(data, {
    network: "Column that says of which network a layer is. Without it all layers are of one.",
    region: "Column that says of which region a subject is. Without it each is a region of its own.",
  });
  return { rows: sideOption(data.items, data.session.table, doc), ...columns, ...flagOptions };
}

interface ChosenColumns {
  /** Which are the layers, as of `sideOption`. */
  readonly rows?: string;
  readonly network?: string;
  readonly region?: string;
}

/** Options of the study, and the columns apart. */
export function chosenOf({ rows, network, region, ...given }: Readonly<Record<string, unknown>>) {
  const { dissimilarity, regionDissimilarity, ...options } = resolveOptions("layers", flagOptions, given);
  const columns = {
    ...(rows ? { rows } : {}),
    ...(network ? { network } : {}),
    ...(region ? { region } : {}),
  } as ChosenColumns;
  return { dissimilarity, regionDissimilarity: regionDissimilarity ?? dissimilarity, options, columns };
}

/** Something with a side: an item in the page, a representation in the worker. */
interface Sided {
  readonly name: string;
  readonly side?: "rows" | "columns" | undefined;
}

export interface Group<T> {
  readonly name: string;
  readonly members: readonly T[];
}

/** Networks with their layers in natural order (layer2 before layer10), and regions with their subjects. */
export function partsOf<T extends Sided>(
  all: readonly T[],
  table: ItemTable | undefined,
  { rows: layers, network, region }: ChosenColumns,
): { readonly networks: Group<T>[]; readonly regions: Group<T>[] } {
  const natural = new Intl.Collator("en", { numeric: true });
  const sides = sidesOf(all, table, layers);
  const rows = sides.rows.toSorted((a, b) => natural.compare(a.name, b.name));
  const nameOf = ({ name }: T) => name;
  return {
    networks: network ? byColumn(rows, nameOf, table, network) : [{ name: "network", members: rows }],
    regions: region
      ? byColumn(sides.columns, nameOf, table, region)
      : sides.columns.map((one) => ({ name: one.name, members: [one] })),
  };
}
