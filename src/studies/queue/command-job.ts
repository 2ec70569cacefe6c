import { fromJson, jsonOf } from "../../run/ledger/json.ts";
import { resolve } from "node:path";
import { version } from "../../base/version.ts";
import { LegibleError } from "../../base/errors.ts";
import { differenceWords } from "../../cli/checkpoint/differences.ts";
import { inOrder } from "../../cli/reading/names.ts";
import type { RunFlags } from "../../cli/options.ts";
import type { MetricSpec } from "../../metrics/registry.ts";
import { findMetric, resolveSpec, type ResolvedSpec } from "../../metrics/resolve.ts";
import { kernelBuild, type KernelBuild } from "../../run/build.ts";
import type { Plain } from "../../run/ledger/ledger.ts";
import type { Pairs } from "../../run/pairs/plan.ts";
import type { Request } from "../../run/pairs/recorded/run.ts";

/** How a job is described; another number is another description. */
const protocol = 1;

/** What all runs of a command have in common. */
export interface Reading {
  readonly protocol: number;
  readonly version: string;
  readonly build: KernelBuild;
  readonly deterministic: boolean;
  /** Whole paths or web addresses, in the order of the table. */
  readonly files: readonly string[];
  /** Flags that say how they are read. */
  readonly flags: Readonly<Record<string, Plain>>;
}

/** A run of pairs, as a worker is told of it. */
export interface QueueJob extends Reading {
  readonly names: readonly string[];
  readonly spec: Plain;
  readonly pairs: Pairs;
  readonly side: number;
}

/** A worker that cannot take part. */
class UnfitError extends LegibleError {
  override readonly name = "QueueError";
}

/** Flags that say where something is computed or written; and names, which workers are told. */
const left = new Set(
  `threads deterministic maxMemory quiet progress checkpoint cache cacheSize dryRun dtype json out report title table pattern color
  shape label order metric queue patience names rename keepOrder`.split(/\s+/),
);
/** Flags of reading that take a file. */
const files = new Set(["mask", "stimuli", "confound"]);

/** What a command reads. @param flags - as they were parsed */
export async function readingOf(given: readonly string[], flags: RunFlags): Promise<Reading> {
  const { deterministic = false } = flags;
  const entries = Object.entries(flags).filter(([name, value]) => value !== undefined && !left.has(name));
  const kept = entries.map(([name, value]) => [name, files.has(name) ? wholePath(String(value)) : value]);
  return {
    protocol,
    version,
    build: await kernelBuild(deterministic),
    deterministic,
    files: inOrder(given, { ...flags, quiet: true }).map(wholePath),
    flags: Object.fromEntries(kept) as Record<string, Plain>,
  };
}

/** A worker may run in another folder. */
function wholePath(file: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(file) ? file : resolve(file);
}

export function jobFrom(reading: Reading, { job: { names, spec, pairs }, side }: Request): QueueJob {
  return { ...reading, names, spec: JSON.parse(jsonOf(spec)) as Plain, pairs, side };
}

/**
 * The metric with its options, as the coordinator has it.
 * @param read - reads what options are in files
 * @throws {UnfitError} if such a file has other numbers here, or a metric of a file is not here.
 */
export async function specOf(
  { spec, flags }: QueueJob,
  read: (specs: MetricSpec[]) => Promise<MetricSpec[]>,
): Promise<ResolvedSpec> {
  const { metric, own, options, way, heldOut } = fromJson(JSON.stringify(spec)) as ResolvedSpec;
  if (own && !(await isSameHere(metric, own.digest)))
    throw new UnfitError(
      `the job measures ${metric}, a metric of a file that this worker does not have, or not as the coordinator has it. Start the worker with the same file: --metric FILE.`,
    );
  const inFiles = Object.keys(options).filter((name) => digestIn(options[name]) !== undefined);
  const paths = Object.fromEntries(inFiles.map((name) => [name, flags[name]]));
  const [given] = await read([{ ...options, ...paths, metric } as MetricSpec]);
  const here = await resolveSpec(given!);
  const other = inFiles.find((name) => digestIn(here.options[name]) !== digestIn(options[name]));
  if (other === undefined) return { ...here, ...(way && { way }), ...(heldOut && { heldOut }) };
  throw new UnfitError(
    `${String(flags[other])} (${other}) has other numbers here than for the coordinator. Workers must see the same files.`,
  );
}

/** Of data that a result tells of by name and digest alone. */
function digestIn(value: unknown): unknown {
  return (value as { digest?: unknown } | null | undefined)?.digest;
}

/** Whether this worker was given the same metric: code is never run because a queue names it. */
async function isSameHere(metric: string, digest: string | undefined): Promise<boolean> {
  const found = await findMetric(metric);
  if (!found?.own) return false;
  const { own } = await resolveSpec({ metric: found });
  return digest !== undefined && own!.digest === digest;
}

/**
 * @param given - what was found in the queue
 * @throws {UnfitError} saying what differs, if the bits of this worker might be others.
 */
export async function fittingJob(given: unknown): Promise<QueueJob> {
  const job = given as QueueJob;
  if (job.version !== version || job.protocol !== protocol)
    throw new UnfitError(
      `this worker is repgeom ${version}, its coordinator is ${job.version}: their bits might differ. Install the same version on both.`,
    );
  const differ = differenceWords(job.build, await kernelBuild(job.deterministic));
  if (differ === undefined) return job;
  throw new UnfitError(
    `this worker has other kernels than its coordinator, whose bits differ (${differ}). ` +
      `With --deterministic, which coordinate takes, all machines use the same kernels.`,
  );
}

/** @throws {UnfitError} if other networks were read here than there. */
export function assertSameNetworks(found: readonly { readonly name: string }[], { names }: QueueJob): void {
  if (found.length === names.length) return;
  throw new UnfitError(
    `the files have ${found.length} networks here, and ${names.length} for the coordinator: ${found.map(({ name }) => name).join(", ")}. Workers must see the same files.`,
  );
}
