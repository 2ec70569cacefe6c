import type { TaskRunner } from "../tasks/runner.ts";
import type { AnyTask, Crew, TaskControl } from "../tasks/task.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { measured, middleOf, none, times, type Seconds } from "./timing.ts";

/** Multiplications below which everything is done: a small part of a second. */
const fewOperations = 1e8;

/** Rounds of one task that are measured; later ones are taken to be as long. */
const mostRounds = 3;

/** Results that stand for all. */
const mostKept = 32;

/** What earlier rounds of a task came to. */
interface Known {
  rounds: number;
  /** Of one piece, with all threads at work. */
  each: Seconds;
  /** What pieces gave, by their place in the round, from 0 to 1. */
  readonly results: readonly { readonly at: number; readonly result: unknown }[];
}

/** Runs tasks as `tasks` does, where they are small; of others a few pieces, whose results stand for those beside them. */
export function rehearsedTasks(tasks: TaskRunner, rehearsal: Rehearsal): TaskRunner {
  const known = new Map<string, Known>();
  const runner: TaskRunner = {
    run: (task, setup, pieces, control = {}) => runner.with(task, setup, control, (crew) => crew.map(pieces)),
    with(task, setup, control, body) {
      if ((control.operations ?? Infinity) < fewOperations) return tasks.with(task, setup, control, body);
      const quiet: TaskControl = { ...control, onProgress: undefined };
      return tasks.with(task, setup, quiet, (crew) => body(fewOf(crew, task, rehearsal, known)));
    },
  };
  return runner;
}

/** A crew that does a few of the pieces of each round. */
function fewOf<Piece, Result>(
  crew: Crew<Piece, Result>,
  { name }: AnyTask,
  rehearsal: Rehearsal,
  known: Map<string, Known>,
): Crew<Piece, Result> {
  return {
    width: crew.width,
    async map(pieces) {
      const count = pieces.length;
      const mine = count / (rehearsal.share?.count ?? 1);
      if (count <= 1 + crew.width && (known.get(name)?.rounds ?? 0) < mostRounds && !rehearsal.isPretence)
        return wholeRound(crew, pieces, name, known);
      const before = known.get(name);
      const found = before && before.rounds >= mostRounds ? before : await tryFew(crew, pieces, rehearsal);
      known.set(name, { ...found, rounds: (before?.rounds ?? 0) + 1 });
      rehearsal.add({
        kind: "pieces",
        task: name,
        pieces: Math.ceil(mine),
        rounds: 1,
        threads: crew.width,
        work: times(found.each, mine),
        resultBytes: bytesOf(found.results[0]?.result),
        measured: { pieces: found === before ? 0 : Math.min(count, (found as Tried).tried) },
      });
      return pieces.map((_, k) => nearest(found, k / count) as Result);
    },
  };
}

/** Few pieces are done, as they would be: their results are right. */
async function wholeRound<Piece, Result>(
  crew: Crew<Piece, Result>,
  pieces: readonly Piece[],
  name: string,
  known: Map<string, Known>,
): Promise<Result[]> {
  const start = performance.now();
  const results = await crew.map(pieces);
  const seconds = (performance.now() - start) / 1000 / Math.max(1, pieces.length);
  const each = { seconds, low: seconds, high: seconds };
  const placed = results.map((result, k) => ({ at: k / pieces.length, result }));
  known.set(name, { rounds: (known.get(name)?.rounds ?? 0) + 1, each, results: placed });
  return results;
}

interface Tried extends Known {
  readonly tried: number;
}

/** Pieces from all over the round, so many at once as there are threads. */
async function tryFew<Piece, Result>(
  crew: Crew<Piece, Result>,
  pieces: readonly Piece[],
  rehearsal: Rehearsal,
): Promise<Tried> {
  const { width } = crew;
  const count = pieces.length;
  const results: { at: number; result: Result }[] = [];
  let tried = 0;
  const rounds = await rehearsal.trying(() =>
    measured(
      async (round) => {
        const some = Array.from({ length: Math.min(width, count) }, (_, lane) =>
          spread(round * width + lane, count),
        );
        const found = await crew.map(some.map((k) => pieces[k]!));
        tried += some.length;
        for (const [lane, result] of found.entries())
          if (results.length < mostKept) results.push({ at: some[lane]! / count, result });
      },
      Math.ceil(count / width),
    ),
  );
  const each = count === 0 ? none : times(middleOf(rounds), 1 / Math.min(width, count));
  return { rounds: 0, each, results, tried };
}

/** Bytes of plain data and typed arrays, about. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== "object" || value === null) return 8;
  return Object.values(value).reduce<number>((sum, one) => sum + bytesOf(one), 0);
}

/** The result of the piece that lies nearest: pieces differ in size at most between the ends of a round. */
function nearest({ results }: Known, at: number): unknown {
  return results.reduce((best, one) => (Math.abs(one.at - at) < Math.abs(best.at - at) ? one : best)).result;
}

/** The k-th of places all over a list, by the golden ratio: none near the last ones. */
function spread(k: number, count: number): number {
  return Math.floor(((k * 0.618034) % 1) * count);
}
