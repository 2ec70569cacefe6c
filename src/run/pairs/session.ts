import { square } from "../../base/math/powers.ts";
import { concatenate, type Matrix } from "../../base/matrix.ts";
import type { AnyMetric, Block, InnerProductMetric, PairMetric, Resampling } from "../../metrics/metric.ts";
import type { Prepared } from "../../metrics/prepared.ts";
import { metricOf, type ResolvedSpec } from "../../metrics/resolve.ts";
import { packEnd } from "../../metrics/search/end.ts";
import type { SearchForm } from "../../metrics/search/search.ts";
import type { Representation, TrainedRepresentation } from "../../data/representation.ts";
import { placeResponses, responsesInPlace } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { neededBy, type Job, type JobOf, type NearPair } from "./executor.ts";
import { inPlace, pack, type Packed } from "./packed.ts";
import { indices, membersOf, pairsOf } from "./plan.ts";
import { Residency } from "./residency.ts";
import { sayingWhatFits } from "./fits/what-fits.ts";

/** One metric with its options on one thread. It prepares representations and runs jobs. */
export class Session {
  readonly #kernels: Kernels;
  readonly #metric: AnyMetric;
  readonly #options: object;
  readonly #heldOut: boolean;
  readonly #missing: boolean;
  readonly #resident: Residency;
  readonly #resampling: Resampling<Prepared, object> | undefined;

  /**
   * @param budget - bytes of prepared representations to hold in wasm memory
   * @param resampling - that of the metric, where stimuli are drawn again and it has such a form
   */
  constructor(
    kernels: Kernels,
    spec: ResolvedSpec,
    budget: number,
    resampling?: Resampling<Prepared, object>,
  ) {
    this.#resampling = resampling;
    this.#kernels = kernels;
    this.#metric = metricOf(spec);
    this.#options = spec.options;
    this.#heldOut = spec.heldOut === true;
    this.#missing = this.#metric.missing?.(spec.options) === true;
    this.#resident = new Residency(kernels, budget, spec.heldOut ? {} : this.#metric);
  }

  /**
   * Computes everything that depends on one representation only.
   * @throws {NumericalError} for infinity, for NaN unless the metric accepts it as missing, or if the metric is not
   *   defined for this representation.
   * @param memory - to take for what it keeps, where that is large enough
   */
  prepare({ test, ...train }: TrainedRepresentation, memory?: Float64Array): Promise<Packed> {
    return this.#preparing(train, memory, () => {
      const input = this.#metric.readsInPlace
        ? responsesInPlace(train)
        : placeResponses(train, this.#kernels, this.#missing);
      if (!test) return this.#metric.prepare(input, this.#options, this.#kernels);
      const { heldOut } = this.#metric as PairMetric<Prepared, object>;
      return heldOut!.prepare(input, placeResponses(test, this.#kernels), this.#options, this.#kernels);
    });
  }

  /** The form from which `resample` makes resamples of one representation. Undefined if the metric has no such form. */
  async prepareWhole(representation: Representation): Promise<Packed | undefined> {
    const resampling = this.#resampling;
    if (!resampling) return undefined;
    return this.#preparing(representation, undefined, () => {
      const input = placeResponses(representation, this.#kernels, this.#missing);
      return resampling.prepare(input, this.#options, this.#kernels);
    });
  }

  async #preparing(
    { name, shape, data }: Representation,
    memory: Float64Array | undefined,
    prepare: () => Prepared,
  ): Promise<Packed> {
    const source = { name, stimuli: shape[0]!, units: data.length / shape[0]! };
    this.#resident.clear();
    const packed = await sayingWhatFits(
      "prepare",
      () => [source],
      () => this.#kernels.scope(() => pack(prepare(), source, memory)),
    );
    return { ...packed, reserved: this.#kernels.usage.reserved };
  }

  /**
   * What `prepare` would give of some of the stimuli, some more than once; undefined as above.
   * @param before - a resample that is needed no more, whose memory may be taken
   */
  resample(whole: Packed, stimuli: readonly number[], before?: Packed): Packed | undefined {
    this.#resident.clear();
    return this.#kernels.scope(() => {
      // Read in place: what is drawn is less than all of it.
      const parts = inPlace(whole);
      const taken = this.#resampling!.resample(parts, stimuli, this.#options, this.#kernels);
      return taken && pack(taken, whole.source, before?.data);
    });
  }

  /** @param prepared - by index; those that the job needs must be present */
  run(job: Job, prepared: readonly Packed[]): Promise<Float64Array> {
    const sources = () => neededBy(job).map((id) => prepared[id]!.source);
    return sayingWhatFits("compare", sources, () => this.#run(job, prepared));
  }

  #run(job: Job, prepared: readonly Packed[]): Float64Array {
    const metric = this.#metric;
    if (metric.form === "pair") {
      if (job.kind === "piece" || job.kind === "finish") return this.#search(job, prepared, metric.search!);
      return this.#pairs(job as JobOf<"pairs">, prepared, metric);
    }
    if (job.kind === "inner-products") return this.#innerProducts(job, prepared, metric);
    return this.#gaps(job as JobOf<"gaps">, prepared, metric);
  }

  /** Frees its memory. */
  close(): void {
    this.#resident.clear();
  }

  #pairs(
    { tile, pairs }: JobOf<"pairs">,
    prepared: readonly Packed[],
    metric: PairMetric<Prepared, object>,
  ): Float64Array {
    this.#resident.require(membersOf(tile), prepared);
    const { search } = metric;
    if (search && !this.#heldOut) {
      const outputs = ([i, j]: [number, number]) =>
        this.#kernels.scope(() =>
          search.outputsOf(this.#resident.get(i), this.#resident.get(j), this.#options, this.#kernels),
        );
      return concatenate(Array.from(pairsOf(tile, pairs), outputs));
    }
    const form = this.#heldOut ? metric.heldOut! : metric;
    const value = ([i, j]: [number, number]) =>
      this.#kernels.scope(() =>
        form.compare(this.#resident.get(i), this.#resident.get(j), this.#options, this.#kernels),
      );
    return Float64Array.from(pairsOf(tile, pairs), value);
  }

  #search(
    job: JobOf<"piece"> | JobOf<"finish">,
    prepared: readonly Packed[],
    form: SearchForm<Prepared, object>,
  ): Float64Array {
    const { tile, rounds } = job;
    this.#resident.require(membersOf(tile), prepared);
    const [x, y] = [tile.rows.start, tile.cols.start].map((id) => this.#resident.get(id)) as [
      Prepared,
      Prepared,
    ];
    return this.#kernels.scope(() =>
      job.kind === "finish"
        ? form.finish(x, y, rounds, this.#options, this.#kernels)
        : packEnd(form.piece(x, y, rounds, job.index, this.#options, this.#kernels)),
    );
  }

  #innerProducts(
    { tile, block }: JobOf<"inner-products">,
    prepared: readonly Packed[],
    metric: InnerProductMetric<Prepared, object>,
  ): Float64Array {
    this.#resident.invite(membersOf(tile), prepared);
    return this.#kernels.scope(() => {
      const stack = (ids: number[]) => this.#stack(ids, block, prepared, metric);
      const left = stack(indices(tile.rows));
      if (tile.rows.start === tile.cols.start && tile.rows.end === tile.cols.end) {
        const products = this.#kernels.syrk(left);
        return concatenate([products.data, diagonal(products), diagonal(products)]);
      }
      const right = stack(indices(tile.cols));
      const products = this.#kernels.gemm(left, right, { transB: true });
      return concatenate([products.data, this.#squaredNorms(left), this.#squaredNorms(right)]);
    });
  }

  /** Features of one block. Each representation is one row. */
  #stack(
    ids: readonly number[],
    block: Block,
    prepared: readonly Packed[],
    metric: InnerProductMetric<Prepared, object>,
  ): Matrix {
    const stacked = this.#kernels.uninitialized(ids.length, block.length);
    for (const [row, id] of ids.entries()) {
      this.#resident.visit(id, prepared, (x) => {
        let offset = row * block.length;
        for (const part of metric.features(x, block, this.#options, this.#kernels)) {
          stacked.data.set(part.singles ?? part.data, offset);
          offset += part.rows * part.cols;
        }
      });
    }
    return stacked;
  }

  /** ⟨f, f⟩ of each row, with the same bits as a product of all rows. Four rows at a time, the width of a product's tile. */
  #squaredNorms(stacked: Matrix): Float64Array {
    const groups: Float64Array[] = [];
    for (let row = 0; row < stacked.rows; row += 4) {
      const few = this.#kernels.rows(stacked, row, Math.min(stacked.rows, row + 4));
      groups.push(this.#kernels.scope(() => diagonal(this.#kernels.syrk(few))));
    }
    return concatenate(groups);
  }

  #gaps(
    { near, blocks }: JobOf<"gaps">,
    prepared: readonly Packed[],
    metric: InnerProductMetric<Prepared, object>,
  ): Float64Array {
    const gaps = new Float64Array(near.length);
    for (const block of blocks) {
      for (const [k, pair] of near.entries()) {
        const features = this.#kernels.scope(() =>
          this.#stack([pair.i, pair.j], block, prepared, metric).data.slice(),
        );
        gaps[k]! += squaredGap(features, pair);
      }
    }
    return gaps;
  }
}

/** ‖x/normI − y/normJ‖², where x and y are the two halves of `features`. */
function squaredGap(features: Float64Array, { normI, normJ }: NearPair): number {
  const length = features.length / 2;
  let sum = 0;
  for (let k = 0; k < length; k++) sum += square(features[k]! / normI - features[length + k]! / normJ);
  return sum;
}

function diagonal({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * cols + i]!);
}
