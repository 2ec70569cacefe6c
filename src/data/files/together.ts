/** Arrays of one file that are one representation: Gaussians, or one array a stimulus. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import { runSteps } from "../../base/steps.ts";
import { poolingsOf } from "../arrange/axes.ts";
import { poolSteps } from "../arrange/pool.ts";
import { assertFits, type Limits } from "../formats/bytes.ts";
import { allRows, type StoredArray } from "../formats/opened.ts";
import { sizeOf } from "../formats/shapes.ts";
import type { Table } from "../formats/text/csv.ts";
import { joinGaussians } from "../gaussians.ts";
import type { Representation } from "../representation.ts";
import { stackStimuli } from "../stack.ts";
import type { Reading } from "./call.ts";

/** Of arrays that become one: as they are, and joined in double precision. */
function bytesTogether(arrays: readonly StoredArray[], joined: boolean): number {
  const bytesOf = ({ bytes, scratch, shape }: StoredArray) =>
    bytes + scratch + (joined ? 8 * sizeOf(shape) : 0);
  return arrays.reduce((sum, array) => sum + bytesOf(array), 0);
}

/** Whether these are the parts of Gaussian responses. */
export function areGaussians(arrays: readonly StoredArray[]): boolean {
  const has = (wanted: string) => arrays.some(({ path }) => path === wanted);
  return has("means") && (has("covariances") || has("factors"));
}

async function wholeTable(array: StoredArray & { name: string }, signal?: AbortSignal): Promise<Table> {
  const { name, shape, stored, stimuli, columns, taken } = array;
  const data = await array.read(allRows(array), signal);
  return {
    name,
    shape,
    data,
    ...(stored && { stored }),
    ...(stimuli && { stimuli }),
    ...(columns && { columns }),
    ...(taken && { taken }),
  };
}

/** One array a stimulus; pooled over its first axis where that is asked for. */
async function stacked(
  tables: readonly Table[],
  name: string,
  { how, held }: Reading,
  signal: AbortSignal | undefined,
): Promise<Representation> {
  const [pool] = poolingsOf(how.pool);
  if (!pool) return runSteps(stackStimuli(tables, name), signal);
  const pooled: Table[] = [];
  for (const table of tables) {
    const { shape, data } = table;
    if (shape.length !== 2 || shape[0] === 0)
      throw new ShapeError(
        `${table.name} is ${shape.join(" × ")}; expected ${pool.over[0]} × units, at least one.`,
      );
    const one = await runSteps(poolSteps(data, [1, ...shape], [false, true, false], pool.how), signal);
    pooled.push({ ...table, shape: [1, shape[1]!], data: one });
  }
  if (held.used) held.used.axes = true;
  const { shape, ...stack } = await runSteps(stackStimuli(pooled, name), signal);
  return { ...stack, shape: [shape[0]!, shape.at(-1)!], arranged: [`${pool.how} over ${pool.over[0]}`] };
}

/**
 * @param oneEach - whether each array is one stimulus
 * @throws {OptionError} for axes of Gaussians. @throws {FormatError} if they would take more than the limit.
 */
export async function readTogether(
  arrays: readonly (StoredArray & { readonly name: string })[],
  { name, path, oneEach }: { readonly name: string; readonly path: string; readonly oneEach: boolean },
  reading: Reading,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<readonly Representation[]> {
  const { how } = reading;
  assertFits(path, bytesTogether(arrays, oneEach), limits);
  if (how.axes && !oneEach)
    throw new OptionError(`${name}: axes cannot reorder means with covariances; leave out axes.`);
  const tables: Table[] = [];
  for (const array of arrays) tables.push(await wholeTable(array, signal));
  return oneEach ? [await stacked(tables, name, reading, signal)] : joinGaussians(tables, name);
}
