/** Whether the arrays of a file are one a stimulus. */
import type { Chosen } from "../../base/options.ts";
import { poolingsOf } from "../arrange/axes.ts";
import type { StoredArray } from "../formats/opened.ts";
import type { Held } from "./held.ts";
import { pooledAlone, type readOptions } from "./options.ts";

type How = Chosen<typeof readOptions>;

/**
 * Asked for by `perStimulus`, or plain from the shapes: `axes` "stimuli,tokens,units" with "last:tokens", and a file of
 * matrices with as many columns and different numbers of rows, which no stimuli × units of the same stimuli could be.
 *
 * @param asked - whether one array of the file was asked for by its path
 */
export function isOneEach(
  arrays: readonly StoredArray[],
  { name, asked }: { name: string; asked: boolean },
  how: How,
  { notes }: Held,
): boolean {
  if (how.perStimulus && !isMatrixBeside(arrays, how)) return true;
  if (how.perStimulus) notes?.add(`${name} is one array and was read as stimuli × units`);
  const over = asked ? undefined : unequalAxis(arrays, how);
  if (over === undefined) return false;
  notes?.add(`${name}: its arrays have different numbers of ${over}, so each was read as one stimulus`);
  return true;
}

/** A single array without a name of its own, where stimuli are pooled: of one stimulus nothing could be compared. */
function isMatrixBeside(arrays: readonly StoredArray[], { pool }: How): boolean {
  return pool !== undefined && arrays.length === 1 && arrays[0]!.path === "";
}

/** The axis that is pooled and differs in length. */
function unequalAxis(arrays: readonly StoredArray[], { axes, flatten, pool }: How): string | undefined {
  const [pooling, ...others] = poolingsOf(pool);
  const over = pooling?.over.length === 1 && others.length === 0 && !flatten ? pooling.over[0] : undefined;
  if (over === undefined || !pooledAlone.includes(over)) return undefined;
  if (axes?.join() !== ["stimuli", over, "units"].join()) return undefined;
  const [first] = arrays;
  const alike = arrays.every(({ shape }) => shape.length === 2 && shape[1] === first?.shape[1]);
  return alike && arrays.some(({ shape }) => shape[0] !== first!.shape[0]) ? over : undefined;
}
