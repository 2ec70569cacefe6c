import { CheckpointError } from "../../base/errors.ts";
import { ShareDone, unitsOfShare, type Ledger } from "../ledger/ledger.ts";

/** How pieces are run of which others were done before. */
export interface Course {
  /** Pieces that were done before, for progress. */
  readonly before?: number;
  /** Is given each result when it is there. */
  readonly keep?: (index: number, result: unknown) => void;
}

/**
 * Runs the pieces that are not in the ledger yet, and keeps what they find. A result that was kept has the bits of one
 * that was just computed.
 * @param facts - all that results depend on but the pieces
 * @param map - runs pieces
 * @throws {CheckpointError} if the ledger holds other work, or is closed and not complete.
 * @returns after a share of the pieces, for the others what one of its own gave: the caller only goes on to the work that
 *   comes next, and its result is not used
 * @throws {ShareDone} if not one piece is there.
 */
export async function runKept<Piece, Result>(
  ledger: Ledger,
  name: string,
  facts: unknown,
  pieces: readonly Piece[],
  map: (pieces: readonly Piece[], course: Course) => Promise<Result[]>,
): Promise<Result[]> {
  const digests = { setup: ledger.digest(facts), pieces: ledger.digest(pieces) };
  const plan = () => ({ units: pieces.length, plan: null });
  const run = await ledger.begin(name, digests, plan, { contents: true });
  if (run.unknown) return map(pieces, {});
  const { start, end } = ledger.share
    ? unitsOfShare(pieces.length, ledger.share)
    : { start: 0, end: pieces.length };
  const missing = [...pieces.keys()].filter((unit) => !run.has(unit));
  const mine = missing.filter((unit) => unit >= start && unit < end);
  if (ledger.closed && missing.length > 0) throw incomplete(name, missing.length, pieces.length);
  const kept = [...pieces.keys()].filter((unit) => run.has(unit));
  const found =
    mine.length === 0
      ? []
      : await map(
          mine.map((unit) => pieces[unit]!),
          {
            before: kept.length,
            keep: (index, result) => run.put(mine[index]!, ledger.pack(result)),
          },
        );
  const results = new Array<Result>(pieces.length);
  for (const [index, unit] of mine.entries()) results[unit] = found[index]!;
  for (const unit of kept) results[unit] = ledger.unpack(run.get(unit)) as Result;
  return mine.length < missing.length ? filled(results) : results;
}

/** Results of a share, with stand-ins for those that are not there. */
function filled<Result>(results: readonly (Result | undefined)[]): Result[] {
  const own = results.find((result) => result !== undefined);
  if (own === undefined) throw new ShareDone();
  return Array.from(results, (result) => result ?? own);
}

function incomplete(name: string, missing: number, all: number): CheckpointError {
  return new CheckpointError(
    `${missing} of ${all} pieces of "${name}" are not there, and merging computes nothing. Run again what was not finished, with the same words: it goes on from there. Then merge.`,
  );
}
