import { UsageError } from "../../cli/errors.ts";
import type { RunFlags } from "../../cli/options.ts";
import type { PictureFlags } from "../../cli/pictures/flags.ts";
import type { NeighborOptions } from "./neighbors.ts";

/** Flags of `neighbors`. */
export interface NeighborFlags extends RunFlags, PictureFlags, Pick<NeighborOptions, "pivots"> {
  readonly among?: readonly string[];
  readonly index?: string;
  readonly build?: boolean;
  readonly add?: readonly string[];
  readonly k?: number;
  readonly distances?: string;
}

type WithIndex = NeighborFlags & { readonly index: string };

/** What a command line of `neighbors` is about. */
type Asked =
  | {
      readonly what: "find";
      readonly file: string;
      readonly flags: NeighborFlags & { readonly among: readonly string[] };
    }
  | { readonly what: "build"; readonly among: readonly string[]; readonly flags: WithIndex }
  | { readonly what: "add"; readonly add: readonly string[]; readonly flags: WithIndex }
  | { readonly what: "ask"; readonly file: string; readonly flags: WithIndex };

/** @throws {UsageError} for flags that say nothing together, with what to write. */
export function askedOf(file: string | undefined, flags: NeighborFlags): Asked {
  const { among, index, build, add } = flags;
  if (index === undefined) {
    if (build || add)
      throw new UsageError(`--${build ? "build" : "add"} is for an index: give --index FOLDER too.`);
    if (!among)
      throw new UsageError(
        "neighbors searches among networks: give --among FILES --metric NAME, or --index FOLDER.",
      );
    return { what: "find", file: queryOf(file), flags: { ...flags, among } };
  }
  const withIndex = { ...flags, index };
  if (flags.distances !== undefined)
    throw new UsageError("--distances is for --among: an index keeps distances of its own. Leave it out.");
  if (flags.pivots !== undefined && !build)
    throw new UsageError(
      `--pivots is for --build: the index in ${index} has its pivots already. Leave it out.`,
    );
  if (build && add)
    throw new UsageError("--build makes an index of --among, --add adds to one: give one of them.");
  if (build || add) assertNoQuery(file, build ? "build" : "add", flags);
  if (build) {
    if (among) return { what: "build", among, flags: withIndex };
    throw new UsageError("--build makes an index of networks: give --among FILES too.");
  }
  if (among)
    throw new UsageError(
      "--among and --index are two places to search in: give one of them. To make an index of --among: --build; to add: --add FILES.",
    );
  return add
    ? { what: "add", add, flags: withIndex }
    : { what: "ask", file: queryOf(file), flags: withIndex };
}

function queryOf(file: string | undefined): string {
  if (file !== undefined) return file;
  throw new UsageError(
    "neighbors needs a query: a file with one representation, e.g. repgeom neighbors Q.npy --index FOLDER.",
  );
}

/** @throws {UsageError} for what is of a query. */
function assertNoQuery(file: string | undefined, flag: string, flags: NeighborFlags): void {
  const idle = (["k", "out", "report"] as const).find((name) => flags[name] !== undefined);
  if (file === undefined && !idle) return;
  throw new UsageError(
    `--${flag} answers no query, so it takes no ${file === undefined ? `--${idle}` : `query file (${file})`}. Ask afterwards: repgeom neighbors Q.npy --index ${flags.index}`,
  );
}
