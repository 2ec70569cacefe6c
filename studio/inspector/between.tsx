/** Mean values among several selected networks, and from them to the others. */
import { shown } from "../parts/numbers.ts";
import type { Values } from "../views/matrices.ts";

export function Between({
  names,
  values,
}: {
  readonly names: readonly string[];
  readonly values: readonly Values[];
}) {
  const some = values.map((of) => ({ of, means: meansOf(names, of) }));
  return (
    <section aria-label="Among the selected">
      <table class="near means">
        <caption>Mean values of pairs</caption>
        <thead>
          <tr>
            <th />
            <th scope="col">among them</th>
            <th scope="col">to others</th>
          </tr>
        </thead>
        <tbody>
          {some.map(({ of, means: [among, outwards] }) => (
            <tr key={`${of.answer}/${of.section}`}>
              <th scope="row">{of.title}</th>
              <td>{shown(among)}</td>
              <td>{shown(outwards)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Of the pairs with both in `names`, and of those with one; NaN of none. */
function meansOf(names: readonly string[], { rowNames, colNames, values }: Values): [number, number] {
  const own = new Set(names);
  const isRow = rowNames.map((name) => own.has(name));
  const isCol = colNames.map((name) => own.has(name));
  const [sums, counts] = [
    [0, 0],
    [0, 0],
  ];
  for (const [i, row] of rowNames.entries()) {
    for (const [j, col] of colNames.entries()) {
      const value = values[i * colNames.length + j];
      if (row === col || typeof value !== "number" || Number.isNaN(value) || !(isRow[i] || isCol[j]))
        continue;
      const place = isRow[i] && isCol[j] ? 0 : 1;
      sums[place]! += value;
      counts[place]!++;
    }
  }
  return [sums[0]! / counts[0]!, sums[1]! / counts[1]!];
}
