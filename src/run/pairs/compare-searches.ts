import type { Prepared } from "../../metrics/prepared.ts";
import { unpackEnd, type End } from "../../metrics/search/end.ts";
import type { SearchForm } from "../../metrics/search/search.ts";
import type { JobOf } from "./executor.ts";
import { pairsOf, type Tile } from "./plan.ts";
import type { Course } from "./course.ts";

/** The search of one pair. */
interface Search {
  readonly tile: Tile;
  readonly width: number;
  readonly rounds: End[][];
  /** How much of it was reported. */
  readonly told: { share: number };
}

/** What the first round is of a search, about; and each further one of what was left. */
const [firstShare, nextShare] = [0.8, 0.5];

/**
 * Compares few pairs by a metric that searches from many starts. Each start is one job. All pairs go
 * through the rounds of their search together. The result of a start does not depend on its thread.
 */
export async function compareSearches(course: Course, form: SearchForm<Prepared, object>): Promise<void> {
  const { pairs, prepared } = course;
  const width = (id: number) => form.widthOf(prepared[id]!.numbers);
  const tiles = course.tiles(1).filter((tile) => [...pairsOf(tile, pairs)].length > 0);
  let open: Search[] = tiles.map((tile) => ({
    tile,
    width: Math.max(width(tile.rows.start), width(tile.cols.start)),
    rounds: [],
    told: { share: 0 },
  }));
  while (open.length > 0) {
    const counts = open.map((search) => form.pieces(search.rounds, search.width, course.options));
    await finish(
      course,
      open.filter((_, k) => counts[k] === 0),
    );
    const going = open.filter((_, k) => counts[k]! > 0);
    open = await advance(
      course,
      going,
      counts.filter((count) => count > 0),
    );
  }
}

async function finish({ do: work, setOutputs, report }: Course, over: readonly Search[]): Promise<void> {
  const told = new Map(over.map(({ tile, told: { share } }) => [tile, share]));
  const jobs = over.map(({ tile, rounds }): JobOf<"finish"> => ({ kind: "finish", tile, rounds }));
  await work(jobs, ({ tile }, outputs) => {
    setOutputs(tile.rows.start, tile.cols.start, outputs);
    report(1 - told.get(tile)!);
  });
}

/** Runs the next round of every search; `counts` says how many pieces each has. */
async function advance(
  { do: work, report }: Course,
  searches: Search[],
  counts: readonly number[],
): Promise<Search[]> {
  const ends = new Map(searches.map(({ tile }, k) => [tile, new Array<End>(counts[k]!)]));
  const jobs = searches.flatMap(({ tile, rounds }, k) =>
    Array.from({ length: counts[k]! }, (_, index): JobOf<"piece"> => ({
      kind: "piece",
      tile,
      rounds,
      index,
    })),
  );
  const shares = new Map(
    searches.map(({ tile, rounds, told }, k) => {
      const part = (1 - told.share) * (rounds.length === 0 ? firstShare : nextShare);
      told.share += part;
      return [tile, part / counts[k]!];
    }),
  );
  await work(jobs, ({ tile, index }, packed) => {
    ends.get(tile)![index] = unpackEnd(packed);
    report(shares.get(tile)!);
  });
  return searches.map((search) => ({ ...search, rounds: [...search.rounds, ends.get(search.tile)!] }));
}
