import { OptionError } from "../../../base/errors.ts";
import type { ResolvedSpec } from "../../../metrics/resolve.ts";
import type { Control } from "../../lanes/control.ts";
import type { Executor } from "../executor.ts";
import { compareTiles, jobOf, type PairJob, type Sink } from "../job.ts";
import type { MemoryShare } from "../memory-share.ts";
import { membersOf, type Pairs } from "../plan.ts";
import { assertNumber, losesDigits, prepareAll } from "../run.ts";
import type { Outside } from "../paging/prepared-cache.ts";
import { PagedStore } from "../paging/store.ts";
import type { Input } from "../store.ts";
import { LostDigits } from "../way.ts";
import type { Known } from "./record.ts";
import { lengthOf, planUnits, sizeOf, tilesOfUnits, type Unit } from "./units.ts";

/** What a unit gave, and what became known of networks for it. */
export interface UnitResult {
  /** As a record keeps them: `placesOf` says where those of a pair are. */
  readonly values: Float64Array;
  /** Networks that were prepared for the first time. */
  readonly networks: readonly (Known & { readonly index: number })[];
}

/** What a worker of tiles works with. */
interface Place {
  readonly executor: Executor;
  readonly share?: MemoryShare | undefined;
  readonly outside: Outside;
}

/** Computes any unit of a plan, one after the other, and keeps what it has prepared while there is room. */
export class TileWorker {
  readonly #job: PairJob;
  readonly #units: readonly Unit[];
  readonly #store: PagedStore;
  readonly #executor: Executor;

  /** @param side - of the plan: the units are those of `planUnits` */
  constructor(
    inputs: readonly Input[],
    spec: ResolvedSpec,
    { pairs, side }: { readonly pairs: Pairs; readonly side: number },
    { executor, share, outside }: Place,
    signal?: Control["signal"],
  ) {
    this.#job = jobOf(inputs, spec, pairs);
    this.#units = planUnits(this.#job.pairs, side);
    this.#store = new PagedStore([...inputs], executor, share, signal, outside);
    this.#executor = executor;
  }

  /** How many units there are. */
  get units(): number {
    return this.#units.length;
  }

  /**
   * The numbers of one unit. Its call must have ended before the next.
   * @throws {OptionError} for a unit that is not there.
   * @throws {LostDigits} if the job must go the other way.
   * @throws {NumericalError} naming the pair, if a value is NaN.
   */
  async compute(id: number, control: Control = {}): Promise<UnitResult> {
    const unit = this.#units[id];
    if (!unit) throw new OptionError(`There is no tile ${id}: the plan has ${this.#units.length}, from 0.`);
    const fresh = membersOf(unit).filter((k) => !this.#store.facts[k]);
    await prepareAll(fresh, this.#executor.width, this.#store, control);
    const facts = fresh.map((k) => this.#store.facts[k]!);
    if (losesDigits(this.#job, facts)) throw new LostDigits();
    const values = await this.#compare(unit, control);
    const networks = fresh.map((index, k) => ({ ...facts[k]!, index, digest: this.#store.digestOf(index)! }));
    return { values, networks };
  }

  async #compare(unit: Unit, { onProgress }: Control): Promise<Float64Array> {
    const { search, names, pairs } = this.#job;
    const outputs = search?.outputs.length ?? 1;
    const values = new Float64Array(lengthOf(unit, outputs)).fill(NaN);
    const width = unit.cols.end - unit.cols.start;
    const setOutputs = (i: number, j: number, all: ArrayLike<number>) => {
      assertNumber(all[0]!, names[i]!, names[j]!);
      values.set(all, ((i - unit.rows.start) * width + (j - unit.cols.start)) * outputs);
    };
    let done = 0;
    const total = sizeOf(unit, pairs);
    const report = (some: number) => onProgress?.({ phase: "compare", done: (done += some), total });
    const sink: Sink = { setOutputs, set: (i, j, value) => setOutputs(i, j, [value]), report };
    this.#store.assertFits();
    const { capacity, lanes } = this.#store;
    const tiles = (side: number) => tilesOfUnits([unit], pairs, { side, capacity, width: lanes });
    await compareTiles(this.#job, this.#store, this.#executor, tiles, sink);
    return values;
  }
}
