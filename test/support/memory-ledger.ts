import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { CheckpointError } from "../../src/base/errors.ts";
import type { Ledger, LedgerRun, Plain, Share } from "../../src/run/ledger/ledger.ts";

interface Kept {
  readonly facts: string;
  readonly units: number;
  readonly plan: Plain;
  readonly results: Map<number, Uint8Array>;
  readonly notes: Map<string, Uint8Array>;
}

/** A ledger in memory, which counts what it is given and can fail after so many units. */
export class MemoryLedger implements Ledger {
  readonly share: Share | undefined;
  readonly closed: boolean | undefined;
  /** Runs in the order in which they were begun. */
  readonly runs: Kept[];
  puts = 0;
  /** `put` fails when so many units were kept. */
  failsAfter = Infinity;

  constructor(terms: { share?: Share; closed?: boolean; runs?: Kept[] } = {}) {
    this.share = terms.share;
    this.closed = terms.closed;
    this.runs = terms.runs ?? [];
  }

  /** Another process with the same contents. */
  again(terms: { share?: Share; closed?: boolean } = {}): MemoryLedger {
    return new MemoryLedger({ ...terms, runs: this.runs });
  }

  digest(value: unknown): string {
    const hash = createHash("sha256");
    const text = JSON.stringify(value, (_, one) =>
      ArrayBuffer.isView(one) ? [...(one as Float64Array)].map(String) : one,
    );
    return hash.update(text).digest("hex");
  }

  readonly pack = (value: unknown) => serialize(value);
  readonly unpack = (bytes: Uint8Array) => deserialize(bytes) as unknown;

  async begin<P extends Plain>(
    name: string,
    facts: Readonly<Record<string, Plain>>,
    plan: () => { readonly units: number; readonly plan: P },
  ): Promise<LedgerRun<P>> {
    const text = JSON.stringify([name, facts]);
    const found = this.runs.find((run) => run.facts === text);
    const kept = found ?? { facts: text, ...plan(), results: new Map(), notes: new Map() };
    if (!found) this.runs.push(kept);
    return {
      plan: kept.plan as P,
      units: kept.units,
      has: (unit) => kept.results.has(unit),
      get: (unit) => kept.results.get(unit)!,
      put: (unit, result) => {
        if (this.puts >= this.failsAfter) throw new CheckpointError("stopped");
        this.puts++;
        kept.results.set(unit, result.slice());
      },
      note: (word) => kept.notes.get(word),
      putNote: (word, bytes) => void kept.notes.set(word, bytes.slice()),
    };
  }
}
