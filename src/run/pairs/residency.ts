import type { Prepared } from "../../metrics/prepared.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { unpack, type Packed } from "./packed.ts";

type Multiplies = (
  numbers: Readonly<Record<string, number>>,
) => Readonly<Record<string, "rows" | "columns" | undefined>>;

/**
 * Which prepared representations lie in the wasm memory of one thread, so that
 * comparing them copies nothing. They are stacked at the bottom of its arena, up to
 * a budget; when another set is needed than fits beside them, all are forgotten.
 */
export class Residency {
  readonly #kernels: Kernels;
  readonly #budget: number;
  readonly #multiplies: Multiplies;
  readonly #base: number;
  readonly #resident = new Map<number, Prepared>();

  /** @param multiplies - as a metric says it */
  constructor(kernels: Kernels, budget: number, multiplies: Multiplies = () => ({})) {
    this.#kernels = kernels;
    this.#multiplies = multiplies;
    this.#budget = budget;
    this.#base = kernels.usage.used;
  }

  /** Forgets all. */
  clear(): void {
    this.#resident.clear();
    this.#kernels.release(this.#base);
  }

  /** Makes all of `ids` resident, whether or not they keep within the budget: a tile needs them together. */
  require(ids: readonly number[], packed: readonly Packed[]): void {
    const missing = ids.filter((id) => !this.#resident.has(id));
    const bytes = missing.reduce((sum, id) => sum + packed[id]!.data.byteLength, 0);
    if (this.#used + bytes > this.#budget && missing.length > 0) {
      this.clear();
      for (const id of ids) this.#load(id, packed[id]!);
    } else {
      for (const id of missing) this.#load(id, packed[id]!);
    }
  }

  /** Makes resident what the budget has room for. */
  invite(ids: readonly number[], packed: readonly Packed[]): void {
    for (const id of ids) {
      if (this.#resident.has(id)) continue;
      if (this.#used + packed[id]!.data.byteLength > this.#budget) return;
      this.#load(id, packed[id]!);
    }
  }

  /** A resident one. */
  get(id: number): Prepared | undefined {
    return this.#resident.get(id);
  }

  /** One that is there for the length of `body` only, if it is not resident. */
  visit<T>(id: number, packed: readonly Packed[], body: (prepared: Prepared) => T): T {
    const resident = this.#resident.get(id);
    return this.#kernels.scope(() => body(resident ?? this.#place(packed[id]!)));
  }

  get #used(): number {
    return this.#kernels.usage.used - this.#base;
  }

  #load(id: number, packed: Packed): void {
    this.#resident.set(id, this.#place(packed));
  }

  #place(packed: Packed): Prepared {
    const by = this.#multiplies(packed.numbers);
    return unpack(packed, (offset, rows, cols, name) => {
      const data = packed.data.subarray(offset, offset + rows * cols);
      const way = by[name];
      return way ? this.#kernels.panels(rows, cols, data, way) : this.#kernels.place(rows, cols, data);
    });
  }
}
