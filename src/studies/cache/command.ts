import type { Command } from "commander";
import { largestOf } from "../../base/lists.ts";
import { unknownName } from "../../base/suggest.ts";
import {
  assertCache,
  entriesOf,
  leftoversOf,
  assertRemoved,
  removeEntries,
  removeFile,
  tidy,
} from "../../cli/cache/folder.ts";
import { shrink } from "../../cli/cache/room.ts";
import { summaryOf, type CacheSummary } from "../../cli/cache/summary.ts";
import { UsageError } from "../../cli/errors.ts";
import { sizeOf, sizeText } from "../../cli/sizes.ts";
import { toJsonText } from "../../cli/output.ts";
import { print } from "../../cli/stdout.ts";
import { registry } from "../../metrics/registry.ts";

const examples = `
Examples:
  $ repgeom cache prepared                               what is in the folder that --cache prepared has made
  $ repgeom cache prepared --clear                       removes all
  $ repgeom cache prepared --clear --metric cka,rsa      removes what was prepared for these metrics
  $ repgeom cache prepared --limit 5GB                   removes what was used least recently, down to 5 GB
`;

interface CacheFlags {
  readonly clear?: boolean;
  readonly metric?: readonly string[];
  readonly limit?: number;
  readonly json?: boolean;
}

/** `repgeom cache DIR`: what a cache of prepared representations holds, and its removal. */
export function addCache(program: Command): void {
  program
    .command("cache")
    .description(
      "Lists what a folder of --cache holds, by metric, or removes it. Nothing else in the folder is touched, and a folder that no --cache has made is refused.",
    )
    .argument("<folder>", "the folder that was given to --cache")
    .option("--clear", "remove all entries, or with --metric those of some metrics")
    .option("--metric <names>", "only those of these metrics, separated by commas", metricsOf)
    .option(
      "--limit <size>",
      "remove what was used least recently, until the rest takes no more than this: 5GB",
      sizeOf("--limit"),
    )
    .option(
      "--json",
      "print one JSON document: entries and bytes, in all and by metric, and what was removed",
    )
    .addHelpText("after", examples)
    .action((folder: string, flags: CacheFlags) => work(folder, flags));
}

function metricsOf(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

/** Metrics of a file of one's own are those of which there is something. @throws {UsageError} for another name */
function assertMetrics(names: readonly string[], found: readonly { readonly kind: string }[]): void {
  const all = [...new Set([...Object.keys(registry), ...found.map(({ kind }) => kind)])];
  const wrong = names.find((name) => !all.includes(name));
  if (wrong !== undefined) throw new UsageError(`--metric: ${unknownName("metric", wrong, all)}`);
}

async function work(folder: string, flags: CacheFlags): Promise<void> {
  if (flags.clear && flags.limit !== undefined)
    throw new UsageError("--clear removes all, --limit a part: give one of them.");
  if (flags.metric && flags.limit !== undefined)
    throw new UsageError("--limit is for the folder as a whole: leave out --metric.");
  await assertCache(folder);
  if (flags.metric) assertMetrics(flags.metric, await entriesOf(folder));
  const removed = await remove(folder, flags);
  const entries = (await entriesOf(folder)).filter(({ kind }) => flags.metric?.includes(kind) ?? true);
  const found = summaryOf(entries);
  await print([
    flags.json
      ? toJsonText({ folder, ...found, ...(removed && { removed }) })
      : textOf(folder, found, removed),
  ]);
}

interface Removed {
  readonly entries: number;
  readonly bytes: number;
}

async function remove(folder: string, { clear, metric, limit }: CacheFlags): Promise<Removed | undefined> {
  if (limit !== undefined) {
    const shrunk = await shrink(folder, limit);
    assertRemoved(folder, shrunk);
    return { entries: shrunk.count, bytes: shrunk.bytes };
  }
  if (!clear) return undefined;
  const entries = (await entriesOf(folder)).filter(({ kind }) => metric?.includes(kind) ?? true);
  const removal = await removeEntries(entries);
  if (!metric) for (const path of await leftoversOf(folder, 0)) await removeFile(path);
  await tidy(folder);
  assertRemoved(folder, removal);
  return { entries: removal.count, bytes: removal.bytes };
}

function textOf(folder: string, found: CacheSummary, removed: Removed | undefined): string {
  const rows = Object.entries(found.metrics).map(([name, { entries, bytes, lastUsed }]) => [
    name,
    String(entries),
    sizeText(bytes),
    lastUsed,
  ]);
  const table = [["metric", "entries", "size", "last used"], ...rows];
  const widths = table[0]!.map((_, column) => largestOf(table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  const gone = removed ? [`removed ${counted(removed)}`] : [];
  return `${[...gone, `${folder}: ${counted(found)}`, ...(rows.length > 0 ? lines : [])].join("\n")}\n`;
}

function counted({ entries, bytes }: Removed): string {
  return `${entries} ${entries === 1 ? "entry" : "entries"}, ${sizeText(bytes)}`;
}
