import { MemoryError } from "../../../base/errors.ts";

import type { Source } from "../packed.ts";

/** What does not fit, with its networks and how many stimuli, or units, would fit: memory grows with both, or with the square of one. */
export function inWords(
  { demand, message }: MemoryError,
  verb: string,
  sources: readonly Source[],
): MemoryError {
  const task = `Cannot ${verb} ${listed(sources)}`;
  // Where the host has less memory than one thread may use, its own message says what to do.
  if (!demand || demand.needed <= demand.limit) return new MemoryError(`${task}. ${message}`);
  const { needed, limit } = demand;
  return new MemoryError(
    `${task}: that takes ${gibibytes(needed)} or more at once, and one thread (a WebAssembly instance) has ${gibibytes(limit)}. ` +
      `What would fit: ${whatFits(needed, limit / needed, sources)}.`,
  );
}

/** Work that takes more copies of the responses than these makes matrices of stimuli × stimuli, or of units × units. */
const mostCopies = 8;

/** @param share - of what is needed, what there is */
function whatFits(needed: number, share: number, sources: readonly Source[]): string {
  const sizeOf = ({ stimuli, units }: Source) => 8 * stimuli * units;
  const { stimuli, units } = sources.reduce((x, y) => (sizeOf(x) < sizeOf(y) ? y : x));
  const copies = needed / sources.reduce((sum, source) => sum + sizeOf(source), 0);
  if (copies > mostCopies) {
    const side = Math.sqrt(share);
    return stimuli < units ? `about ${below(units * side)} units` : `about ${below(stimuli * side)} stimuli`;
  }
  return (
    `about ${below(stimuli * share)} stimuli of ${grouped(units)} units, ` +
    `or about ${below(units * share)} units for ${grouped(stimuli)} stimuli`
  );
}

/** Two of them with their sizes, and how many more. */
function listed(sources: readonly Source[]): string {
  const named = sources
    .slice(0, 2)
    .map(({ name, stimuli, units }) => `${name} (${grouped(stimuli)} stimuli × ${grouped(units)} units)`);
  return named.join(" and ") + (sources.length > 2 ? ` and ${sources.length - 2} more` : "");
}

/** Two digits, rounded down. */
function below(count: number): string {
  const digits = String(Math.floor(count)).length;
  const step = Number(`1e${Math.max(0, digits - 2)}`);
  return grouped(Math.floor(count / step) * step);
}

function grouped(count: number): string {
  return count.toLocaleString("en");
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toLocaleString("en", { maximumFractionDigits: 1 })} GiB`;
}
