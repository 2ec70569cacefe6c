import { ShareDone, type Ledger } from "../../run/ledger/ledger.ts";
import type { Outside } from "../../run/runtime.ts";
import type { FileLedger } from "../checkpoint/ledger.ts";
import { ledgerAgain } from "../checkpoint/recipe.ts";
import { dryRun } from "../dry-run/state.ts";
import { elsewhere } from "./elsewhere.ts";
import type { RunFlags } from "../options.ts";
import { speaker } from "../say.ts";

/** What a command works with outside of its process: a checkpoint, a cache, the workers of a queue. */
export interface OpenOutside {
  readonly given: Outside;
  /** Says what is to be said of it, and lets it go. @throws {CheckpointError} if what was written is not there any more */
  done(): Promise<void>;
  /** Lets it go after an error, which says more than what may be wrong with it. */
  failed(error: unknown): void;
}

type OpenLedger = Ledger & Pick<FileLedger, "close"> & Partial<Pick<FileLedger, "finish" | "count">>;

/** Opens what the flags ask for. Few ask for anything: what that takes is loaded here. */
export async function openOutside(flags: RunFlags, signal: AbortSignal): Promise<OpenOutside> {
  const [cache, ledger] = [await cacheOf(flags, signal), await ledgerOf(flags, signal)];
  const { outsideOf } = ledger || cache ? await import("../../run/outside.ts") : {};
  return {
    given: outsideOf?.({ ledger, cache, elsewhere: elsewhere() }) ?? {},
    async done() {
      if (flags.shard) ledger?.finish?.();
      else if (ledger?.count?.().total === 0) sayNothingKept(flags);
      ledger?.close();
      if (cache) (await cacheModule()).sayCounts(cache, flags);
    },
    failed(error) {
      if (error instanceof ShareDone) ledger?.finish?.();
      closeQuietly(ledger);
    },
  };
}

const cacheModule = () => import("../cache/open.ts");

async function cacheOf(flags: RunFlags, signal: AbortSignal) {
  if (dryRun() || (flags.cache === undefined && flags.cacheSize === undefined)) return undefined;
  return (await cacheModule()).openCache(flags, signal);
}

async function ledgerOf(flags: RunFlags, signal: AbortSignal): Promise<OpenLedger | undefined> {
  const { checkpoint, shard: share, deterministic } = flags;
  const again = ledgerAgain();
  if (again) return again;
  if (checkpoint === undefined) return undefined;
  const { openCurrent } = await import("../checkpoint/command.ts");
  return openCurrent(checkpoint, deterministic, { share, say: speaker(flags), signal });
}

function sayNothingKept(flags: RunFlags): void {
  speaker(flags)(
    `note: nothing of this work is kept in ${flags.checkpoint}: it is not made in pieces that are.`,
  );
}

function closeQuietly(ledger: OpenLedger | undefined): void {
  try {
    ledger?.close();
  } catch {
    // as said
  }
}
