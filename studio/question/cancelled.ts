/** What stays of an answer that was cancelled. */
import { colourScaleOf, type Section } from "repgeom/report";
import type { Partial } from "../worker/protocol.ts";

/** The values that were known, as a section; none if there were none. */
export function cancelledSections({ rowNames, colNames, values }: Partial): Section[] {
  const known = values.reduce((count, value) => count + Number(!Number.isNaN(value)), 0);
  if (known === 0) return [];
  return [
    {
      heading: "Cancelled, so far",
      facts: [{ term: "Known", text: `${known} of ${values.length} values` }],
      warnings: ["It was cancelled before all values were known. Those that are missing are empty."],
      figures: [
        {
          kind: "heat-maps",
          title: "Values until it was cancelled",
          networks: "items",
          panels: [{ rowNames, colNames, values: Array.from(values) }],
          scale: { ...colourScaleOf("distance"), word: "value" },
        },
      ],
    },
  ];
}
