/** Tables of a layer study beside its curves. */
import type { Estimate } from "../../base/statistics.ts";
import { written, type NamedTable, type Written } from "../../data/written.ts";
import type { LayerFacts } from "./result.ts";

const boundsOf = (word: string) => [word, `${word}, lower`, `${word}, upper`];
const numbersOf = ({ value, lower, upper }: Estimate) => [value, lower, upper];

/** A row a network and region: number of its best layer, depth and value there, slope, each with its interval. */
export function bestTable(study: LayerFacts): Written {
  const { profiles, regions } = study;
  return tableOf("best", {
    rowNames: profiles.flatMap(({ network }) => regions.map((region) => `${network}, ${region}`)),
    colNames: ["best layer", ...["depth", "value", "slope"].flatMap(boundsOf)],
    values: profiles.flatMap(({ best, slopes }) =>
      best.flatMap(({ index, depth, value }, r) => [index, ...[depth, value, slopes[r]!].flatMap(numbersOf)]),
    ),
  });
}

/** A row a pair of networks and region: differences of best depth, best value and slope, each with its interval. */
export function differenceTable(study: LayerFacts): Written {
  const { differences, regions } = study;
  return tableOf("differences", {
    rowNames: differences.flatMap(({ networks: [a, b] }) =>
      regions.map((region) => `${a} minus ${b}, ${region}`),
    ),
    colNames: ["best depth", "best value", "slope"].flatMap(boundsOf),
    values: differences.flatMap(({ bestDepth, bestValue, slopes }) =>
      regions.flatMap((_, r) => [bestDepth[r]!, bestValue[r]!, slopes[r]!].flatMap(numbersOf)),
    ),
  });
}

function tableOf(word: string, table: NamedTable): Written {
  return written({ document: () => ({ [word]: table }), table: () => table });
}
