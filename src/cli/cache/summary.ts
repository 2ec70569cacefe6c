import type { Entry } from "./folder.ts";
import { bytesOf } from "./room.ts";

interface Group {
  readonly entries: number;
  readonly bytes: number;
}

/** What a cache holds, in all and by metric. */
export interface CacheSummary extends Group {
  /** `lastUsed` as ISO 8601, by the clock of the machine that used it. */
  readonly metrics: Readonly<Record<string, Group & { readonly lastUsed: string }>>;
}

export function summaryOf(entries: readonly Entry[]): CacheSummary {
  const kinds = [...new Set(entries.map(({ kind }) => kind))].sort();
  const metrics = Object.fromEntries(
    kinds.map((kind) => {
      const of = entries.filter((one) => one.kind === kind);
      const last = of.reduce((latest, { lastUsed }) => Math.max(latest, lastUsed), 0);
      return [kind, { ...groupOf(of), lastUsed: new Date(last).toISOString() }];
    }),
  );
  return { ...groupOf(entries), metrics };
}

function groupOf(entries: readonly Entry[]): Group {
  return { entries: entries.length, bytes: bytesOf(entries) };
}
