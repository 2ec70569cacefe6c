/** What an inter-subject correlation is asked. */
import { iscOptions, resolveOptions, srmOptions, type AnySchemas } from "repgeom/options";
import type { ItemTable } from "repgeom/report";
import { cellsOf, columnOptions } from "../columns.ts";
import type { Data } from "../kind.ts";

const { distribution: _d, draws: _dr, groups: _g, ...asked } = iscOptions;

/** Of the command line, by the same names. */
export const flagOptions = {
  ...asked,
  features: {
    ...srmOptions.features,
    default: undefined,
    doc: "Correlates in a shared space of so many features too, and there alone if subjects have other units.",
  },
} satisfies AnySchemas;

const connectivity = {
  type: "boolean",
  default: false,
  doc: "Each unit of a subject with each unit of the others too (ISFC; Simony et al., 2016): units × units.",
} as const;

export function optionsOf(data: Data): AnySchemas {
  const columns = columnOptions(data, {
    groups: "Null permutation of two groups: the column with the group of each subject.",
  });
  return { ...flagOptions, connectivity, ...columns };
}

/** Options of `isc`, with the groups of the subjects; and what is done besides. */
export function chosenOf(
  given: Readonly<Record<string, unknown>>,
  names: readonly string[],
  table: ItemTable | undefined,
) {
  const { connectivity: asked = false, groups, ...others } = given;
  const { features, ...options } = resolveOptions("isc", flagOptions, others);
  const labels = groups ? cellsOf(names, table, String(groups)).map((cell) => cell ?? "none") : undefined;
  return {
    options: { ...options, ...(labels && { groups: labels }) },
    features,
    isConnectivity: asked === true,
    groups: labels,
  };
}
