import type { Section, TableFigure } from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { madeWith } from "../../report/parts.ts";
import { titleOf } from "../pairwise/section.ts";
import { commonFigures, spectrumFigures } from "./section-axes.ts";
import { changeFigures, pairFigures, shareFigures } from "./section-shares.ts";
import type { ShareKind } from "./facts.ts";
import type { Explanation } from "./result.ts";

/** What is drawn of an explanation. */
export interface ExplainReport {
  readonly found: Explanation;
  /** Shares of each kind that are drawn, the largest first; the tables have all. @default 20 */
  readonly top?: number;
}

/** The largest shares of stimuli and units, both networks in common axes, the spectrum, and pairs of stimuli. */
export function explainSection({ found, top = 20 }: ExplainReport): Section {
  const [x, y] = found.names;
  const { of } = found;
  return {
    heading: x === y ? `What makes the value of ${x} with itself` : `What makes the value of ${x} and ${y}`,
    facts: [
      { term: "Metric", text: titleOf(found) },
      { term: "Value", text: showNumber(found.value) },
      ...optionFacts(found.options),
      ...(of === undefined ? [] : [{ term: "Shared out", text: of }]),
      madeWith,
    ],
    warnings: found.warnings,
    figures: [
      ...shareFigures(found, top),
      ...commonFigures(found),
      ...spectrumFigures(found),
      ...changeFigures(found),
      ...pairFigures(found),
      ...tablesOf(found),
    ],
  };
}

function optionFacts(options: Explanation["options"]) {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  const text = said.map(([name, value]) => `${name} = ${String(value)}`).join(", ");
  return text ? [{ term: "Options", text }] : [];
}

/** All shares of stimuli and of units, the largest first. */
function tablesOf(found: Explanation): TableFigure[] {
  const [x, y] = found.names;
  const of = found.differences ? "differences" : "stimuli";
  return [
    ...tableOf(found, of, "All stimuli", "stimulus").map((table) => ({
      ...table,
      stimuli: "items" as const,
    })),
    ...tableOf(found, "unitsX", `All units of ${x}`, "unit"),
    ...tableOf(found, "unitsY", `All units of ${y}`, "unit"),
  ];
}

function tableOf(found: Explanation, kind: ShareKind, title: string, word: string): TableFigure[] {
  const rows = found.top(Infinity, kind);
  if (rows.length === 0) return [];
  const share = kind === "differences" ? "share of the difference" : "share";
  return [
    {
      kind: "table",
      title,
      columns: [word, share, "of the total"],
      rows: rows.map(({ name, share, fraction }) => [name, numberOr(share), numberOr(fraction)]),
      collapsed: true,
    },
  ];
}

function numberOr(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
