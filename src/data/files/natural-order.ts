/**
 * `layer2` before `layer10`: names that come in plain alphabetical order, as a shell and most files give them,
 * are meant to be counted. Any other order is the user's.
 */
import { naturalCompare } from "../../base/lists.ts";

/**
 * The places of the names in natural order, if they come in plain alphabetical order (by code units, or as a
 * locale sorts) and natural order is another one.
 */
export function naturalOrder(names: readonly string[]): number[] | undefined {
  if (!names.some((name) => /\d/.test(name)) || !isAlphabetical(names)) return undefined;
  const order = [...names.keys()].sort((a, b) => naturalCompare(names[a]!, names[b]!) || a - b);
  return order.every((place, k) => place === k) ? undefined : order;
}

const locale = new Intl.Collator("en");

function isAlphabetical(names: readonly string[]): boolean {
  const rises = (compare: (a: string, b: string) => number) =>
    names.every((name, k) => k === 0 || compare(names[k - 1]!, name) <= 0);
  return rises((a, b) => (a < b ? -1 : a > b ? 1 : 0)) || rises(locale.compare);
}
