import { singleMatrix } from "../../base/matrix.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { inPlace, unpack, type Packed } from "./packed.ts";

type Multiplies = (
  numbers: Readonly<Record<string, number>>,
) => Readonly<Record<string, "rows" | "columns" | undefined>>;

/** What a metric declares under these names. */
interface Uses {
  readonly multiplies?: Multiplies | undefined;
  readonly isCopied?: ((numbers: Packed["numbers"]) => boolean) | undefined;
}

/**
 * Keeps prepared representations in the wasm memory of one thread, so that comparing
 * them copies nothing. They are stacked at the bottom of its arena, up to a budget. If
 * the next ones do not fit beside them, all are removed.
 */
export class Residency {
  readonly #kernels: Kernels;
  readonly #budget: number;
  readonly #multiplies: Multiplies;
  readonly #isCopied: (numbers: Packed["numbers"]) => boolean;
  readonly #base: number;
  /** By index, with what each was loaded from: one that was made again may lie where another one lay. */
  readonly #resident = new Map<number, { packed: Packed; prepared: Prepared }>();

  constructor(kernels: Kernels, budget: number, { multiplies, isCopied }: Uses = {}) {
    this.#kernels = kernels;
    this.#multiplies = multiplies ?? (() => ({}));
    this.#isCopied = isCopied ?? (() => false);
    this.#budget = budget;
    this.#base = kernels.usage.used;
  }

  /** Removes all. */
  clear(): void {
    this.#resident.clear();
    this.#kernels.release(this.#base);
  }

  /** Makes all of `ids` resident, even beyond the budget, because a tile needs them together. */
  require(ids: readonly number[], packed: readonly Packed[]): void {
    const missing = ids.filter((id) => !this.#has(id, packed));
    const bytes = missing.reduce((sum, id) => sum + packed[id]!.data.byteLength, 0);
    if (this.#used + bytes > this.#budget && missing.length > 0) {
      this.clear();
      for (const id of ids) this.#load(id, packed[id]!);
    } else {
      for (const id of missing) this.#load(id, packed[id]!);
    }
  }

  /** Makes as many of `ids` resident as the budget allows. */
  invite(ids: readonly number[], packed: readonly Packed[]): void {
    for (const id of ids) {
      if (this.#has(id, packed) || this.#isCopied(packed[id]!.numbers)) continue;
      if (this.#used + packed[id]!.data.byteLength > this.#budget) return;
      this.#load(id, packed[id]!);
    }
  }

  /** A representation that `require` has made resident. */
  get(id: number): Prepared {
    return this.#resident.get(id)!.prepared;
  }

  /** Gives `body` a prepared representation. One that is not resident is loaded only while `body` runs. */
  visit<T>(id: number, packed: readonly Packed[], body: (prepared: Prepared) => T): T {
    const resident = this.#has(id, packed) ? this.get(id) : undefined;
    return this.#kernels.scope(() => body(resident ?? this.#read(packed[id]!)));
  }

  #has(id: number, packed: readonly Packed[]): boolean {
    const resident = this.#resident.get(id);
    return resident !== undefined && resident.packed === packed[id];
  }

  get #used(): number {
    return this.#kernels.usage.used - this.#base;
  }

  #load(id: number, packed: Packed): void {
    this.#resident.set(id, { packed, prepared: this.#place(packed) });
  }

  #read(packed: Packed): Prepared {
    if (!this.#isCopied(packed.numbers)) return this.#place(packed);
    return inPlace(packed);
  }

  #place(packed: Packed): Prepared {
    const by = this.#multiplies(packed.numbers);
    return unpack(packed, ({ name, rows, cols }, elements) => {
      if (elements instanceof Float32Array) return this.#kernels.singles(singleMatrix(rows, cols, elements));
      const way = by[name];
      return way
        ? this.#kernels.panels(rows, cols, elements, way)
        : this.#kernels.place(rows, cols, elements);
    });
  }
}
