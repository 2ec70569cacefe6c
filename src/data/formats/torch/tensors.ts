/** The tensors in what a pickle holds, by path. */
import type { Composite, Dictionary, Inert, List, Tensor, Tuple, Value } from "./values.ts";

/** A tensor, or what is listed only to say that it is not read. */
export interface Leaf {
  /** Keys and numbers on the way to it, joined by dots. */
  readonly path: string;
  readonly value: Tensor | Inert;
}

/** Lists in lists, dictionaries in dictionaries. */
const deepest = 200;

/** What a leaf takes in the list of arrays. */
const leafBytes = 1000;

/** Thrown for what no file of tensors is. */
export class Endless extends Error {}

/**
 * All tensors in a value, in its order. A list that stands in several places is gone through once.
 * @param fits - throws if so many bytes are more than may be held
 */
export function leavesOf(root: Value, fits: (bytes: number) => void): Leaf[] {
  const known = new Map<Composite, readonly Leaf[]>();
  const open = new Set<Composite>();
  let count = 0;
  const visit = (value: Value): readonly Leaf[] => {
    if (value === null || typeof value !== "object") return [];
    if (value.kind === "tensor" || (value.kind === "inert" && isListed(value))) return [{ path: "", value }];
    if (value.kind === "storage")
      return [{ path: "", value: { kind: "inert", name: "a storage without a shape" } }];
    if (!("items" in value)) return [];
    const before = known.get(value);
    if (before) return before;
    if (open.has(value) || open.size > deepest) throw new Endless();
    open.add(value);
    const found: Leaf[] = [];
    for (const [key, inside] of membersOf(value)) {
      const below = visit(inside);
      fits((count += below.length) * leafBytes);
      for (const leaf of below) found.push({ path: joined(key, leaf.path), value: leaf.value });
    }
    open.delete(value);
    known.set(value, found);
    return found;
  };
  return [...visit(root)];
}

/** Arrays of NumPy and objects are named; a single number, a text or a set is no array. */
function isListed({ name }: Inert): boolean {
  return /_reconstruct|_frombuffer|Namespace|_from_numpy/.test(name);
}

function* membersOf(value: List | Tuple | Dictionary): Generator<[string, Value]> {
  const { items } = value;
  if (value.kind !== "dict") for (const [k, item] of items.entries()) yield [String(k), item];
  else for (let k = 0; k + 1 < items.length; k += 2) yield [keyOf(items[k]!), items[k + 1]!];
}

/** Texts and whole numbers as they are; others in words, so that no tensor is left out. */
function keyOf(key: Value): string {
  if (key === null || typeof key !== "object") return key === null ? "None" : String(key);
  return "items" in key ? `(${key.items.map(keyOf).join(", ")})` : "name" in key ? key.name : key.kind;
}

function joined(key: string, rest: string): string {
  return rest === "" ? key : `${key}.${rest}`;
}
