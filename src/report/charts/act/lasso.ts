export type Corner = readonly [number, number];

/** Which of the points lie inside a closed line, by its even and odd crossings. */
export function within(line: readonly Corner[], points: readonly Corner[]): number[] {
  return points.flatMap((point, k) => (isWithin(line, point) ? [k] : []));
}

function isWithin(line: readonly Corner[], [x, y]: Corner): boolean {
  let odd = false;
  let [fromX, fromY] = line.at(-1) ?? [0, 0];
  for (const [toX, toY] of line) {
    if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) odd = !odd;
    [fromX, fromY] = [toX, toY];
  }
  return odd;
}

/** The line as the `d` of a path. */
export function pathOf(line: readonly Corner[]): string {
  return line.map(([x, y], k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
