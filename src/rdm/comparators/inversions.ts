/**
 * Pairs in the wrong order: i < j with values[i] > values[j], in n log size steps.
 *
 * From left to right, each value asks how many of those before it are not above it; a tree of
 * partial counts (Fenwick, Software: Practice and Experience 24, 1994) answers and takes it in.
 *
 * @param values - n whole numbers, equal ones allowed
 * @param size - above all of them
 */
export function countInversions(values: Int32Array, size = values.length): number {
  const n = values.length;
  // counts[k] is of the values that end at k − 1 and are as many as the lowest bit of k
  const counts = new Int32Array(size + 1);
  let inversions = 0;
  for (let i = 0; i < n; i++) {
    const above = values[i]! + 1;
    let notAbove = 0;
    for (let k = above; k > 0; k &= k - 1) notAbove += counts[k]!;
    for (let k = above; k <= size; k += k & -k) counts[k]!++;
    inversions += i - notAbove;
  }
  return inversions;
}
