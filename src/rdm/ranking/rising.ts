/** Below this length the host's own sort is as fast. */
const least = 2048;

/** Steps of insertion for each value, before the host sorts instead. */
const patience = 8;

/**
 * Sorts values, none of them NaN, in place. −0 and 0 are equal.
 *
 * Entries of an RDM lie rather evenly between their least and largest. So each is dealt to the
 * place that it would have if they lay quite evenly, and insertion does the rest, in less than
 * half the time of the host's sort. Values that lie otherwise are left to the host.
 */
export function sortRising(values: Float64Array): Float64Array {
  if (values.length < least) return values.sort();
  const dealt = dealtEvenly(values);
  if (!dealt || !inserted(dealt)) return values.sort();
  values.set(dealt);
  return values;
}

/** A copy in which values stand near their place; undefined where they have no finite range. Loops, because millions pass. */
function dealtEvenly(values: Float64Array): Float64Array | undefined {
  const n = values.length;
  let [low, high] = [Infinity, -Infinity];
  for (let k = 0; k < n; k++) {
    const value = values[k]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const buckets = n >> 1; // two values in each: twice as fast as one, and as fast as eight
  const scale = (buckets - 1) / (high - low);
  if (!(scale > 0 && scale < Infinity)) return undefined;
  const next = new Uint32Array(buckets + 1);
  for (let k = 0; k < n; k++) next[(((values[k]! - low) * scale) >>> 0) + 1]!++;
  for (let bucket = 1; bucket <= buckets; bucket++) next[bucket]! += next[bucket - 1]!;
  const dealt = new Float64Array(n);
  for (let k = 0; k < n; k++) dealt[next[((values[k]! - low) * scale) >>> 0]!++] = values[k]!;
  return dealt;
}

/** Whether insertion brought them in order without much ado. */
function inserted(values: Float64Array): boolean {
  let steps = patience * values.length;
  for (let k = 1; k < values.length; k++) {
    const value = values[k]!;
    let to = k;
    for (; to > 0 && values[to - 1]! > value; to--) values[to] = values[to - 1]!;
    values[to] = value;
    steps -= k - to;
    if (steps < 0) return false;
  }
  return true;
}
