import { CheckpointError } from "../../../base/errors.ts";
import type { InnerProductMetric } from "../../../metrics/metric.ts";
import type { OwnIdentity } from "../../../metrics/own/known.ts";
import type { Prepared } from "../../../metrics/prepared.ts";
import {
  bytesOfNumbers,
  numbersOfBytes,
  type Ledger,
  type LedgerRun,
  type Plain,
} from "../../ledger/ledger.ts";
import { fromJson, jsonOf, plainOf } from "../../ledger/json.ts";
import { tileSide } from "../compare-inner-products.ts";
import type { PairJob } from "../job.ts";
import { partOf, type Pairs, type Tile } from "../plan.ts";
import type { Outline } from "../../../data/representation.ts";
import type { Facts, Input } from "../store.ts";
import { operationsOfPair } from "../way.ts";
import { lengthOf, placesOf, planUnits, shareOfUnits, unitSide, type Unit } from "./units.ts";

/** What is known of a network that was prepared once. */
export interface Known extends Facts {
  /** Of its contents. */
  readonly digest: string;
}

/** The plan of a run of pairs, as a ledger keeps it. */
export type PairPlan = { readonly side: number };

/** Features are planned for so many bytes: a plan must not depend on the memory of a machine. */
const plannedBudget = 2 ** 27;
/** Inner products: tiles above this side save little, and tiles along a side below this number lose much. */
const [goodSide, goodCount] = [128, 8];

/** Begins a run of pairs in the ledger, or goes on with it. */
export async function openRecord(
  ledger: Ledger,
  job: PairJob,
  inputs: readonly Input[],
  processes = ledger.share?.count ?? 1,
): Promise<PairRecord> {
  const { pairs } = job;
  const run = await ledger.begin<PairPlan>("pairs", factsOf(job, inputs), () => {
    const side = plannedSide(job, inputs, processes);
    return { units: planUnits(pairs, side).length, plan: { side } };
  });
  return new PairRecord(run, job);
}

/** The side of the units of a job that is begun. */
export function plannedSide(job: PairJob, inputs: readonly Outline[], processes: number): number {
  const operations = operationsOfPair(inputs, job.spec);
  return unitSide(job.pairs, { operations, most: mostSide(job), processes });
}

/** All that the values depend on but the contents of the inputs. */
function factsOf({ spec, names, pairs }: PairJob, inputs: readonly Input[]): Record<string, Plain> {
  const { metric, own, options, heldOut = false, way = "" } = spec;
  const module = own && assertDigest(metric, own);
  const plain = (value: unknown) => plainOf(value) as Plain;
  const shapes = inputs.map(({ shape }) => shape.join("x"));
  const same = shapes.every((shape) => shape === shapes[0]) ? shapes[0]! : shapes;
  return {
    metric,
    ...(module && { module }),
    options: plain(options),
    heldOut,
    way,
    pairs: plain(pairs),
    shapes: same,
    names,
  };
}

/** @throws {CheckpointError} for a metric of which nobody can tell whether it is the same later. */
function assertDigest(metric: string, { digest }: OwnIdentity): string {
  if (digest !== undefined) return digest;
  throw new CheckpointError(
    `The metric ${metric} has no module that can be read, so what was computed with it cannot be told from what another one gives. Define it with module: import.meta.url.`,
  );
}

function mostSide({ metric, spec, stimuli, pairs: { rows, cols } }: PairJob): number | undefined {
  if (metric.form === "pair") return undefined;
  const { blocks } = metric as InnerProductMetric<Prepared, object>;
  const longest = Math.max(rows.end - rows.start, cols.end - cols.start);
  const fits = tileSide(plannedBudget, blocks.call(metric, stimuli, spec.options));
  return Math.min(fits, Math.max(goodSide, longest / goodCount));
}

/** A unit of which some pairs are known. */
interface Open {
  readonly values: Float64Array;
  left: number;
}

/** The units of a run of pairs in a ledger: what is there, what is not, and what is just being computed. */
export class PairRecord {
  readonly side: number;
  readonly units: readonly Unit[];
  readonly pairs: Pairs;
  /** Numbers of each pair. */
  readonly outputs: number;
  readonly #run: LedgerRun<PairPlan>;
  readonly #open = new Map<Unit, Open>();
  readonly #byPlace = new Map<number, Unit>();
  readonly #known = new Map<number, Known>();

  constructor(run: LedgerRun<PairPlan>, { pairs, search }: PairJob) {
    this.#run = run;
    this.pairs = pairs;
    this.side = run.plan.side;
    this.outputs = search?.outputs.length ?? 1;
    this.units = planUnits(pairs, this.side);
    for (const unit of this.units) this.#byPlace.set(placeOf(unit.row, unit.col), unit);
  }

  /** Units of that part, or of all, that are still to be computed. */
  todo(share: Ledger["share"]): Unit[] {
    const mine = share ? shareOfUnits(this.units, this.pairs, share) : this.units;
    return mine.filter((unit) => !this.has(unit));
  }

  has({ id }: Unit): boolean {
    return this.#run.has(id);
  }

  get isComplete(): boolean {
    return this.units.every((unit) => this.has(unit));
  }

  /** The numbers of a unit that is there: `placesOf` says where those of a pair are. */
  valuesOf({ id }: Unit): Float64Array {
    return numbersOfBytes(this.#run.get(id));
  }

  /** The unit that holds this tile of the grid. */
  unitAt(row: number, col: number): Unit | undefined {
    return this.#byPlace.get(placeOf(row, col));
  }

  /** Calls `use` for every pair that is there. */
  read(use: (i: number, j: number, outputs: Float64Array) => void): void {
    for (const unit of this.units) if (this.has(unit)) this.readUnit(unit, use);
  }

  /** Calls `use` for every pair of a unit that is there. */
  readUnit(unit: Unit, use: (i: number, j: number, outputs: Float64Array) => void): void {
    const values = this.valuesOf(unit);
    placesOf(unit, this.pairs, (i, j, place) =>
      use(i, j, values.subarray(place * this.outputs, (place + 1) * this.outputs)),
    );
  }

  /** Adds what is known of a pair; a unit of which all is known is kept. */
  add(i: number, j: number, outputs: ArrayLike<number>): void {
    const unit = this.#unitOf(i, j);
    const open = this.#open.get(unit) ?? this.#begin(unit);
    const width = unit.cols.end - unit.cols.start;
    open.values.set(outputs, ((i - unit.rows.start) * width + (j - unit.cols.start)) * this.outputs);
    if (--open.left > 0) return;
    this.#open.delete(unit);
    this.put(unit, open.values);
  }

  put({ id }: Unit, values: Float64Array): void {
    this.#run.put(id, bytesOfNumbers(values));
  }

  /** What is known of a network from when it was prepared first. */
  known(index: number): Known | undefined {
    const found = this.#known.get(index);
    if (found) return found;
    const bytes = this.#run.note(`network:${index}`);
    const known = bytes && knownIn(bytes);
    if (known) this.#known.set(index, known);
    return known;
  }

  note(index: number, known: Known): void {
    this.#known.set(index, known);
    this.#run.putNote(`network:${index}`, new TextEncoder().encode(jsonOf(known)));
  }

  /** Says that this run is not wanted: the job goes another way. */
  abandon(): void {
    this.#run.putNote("abandoned", new Uint8Array(0));
  }

  /** The running sums of a tile of inner products, and how many blocks are in them. */
  sums(tile: Tile): { added: number; total: Float64Array } | undefined {
    const bytes = this.#run.note(wordOf(tile));
    if (!bytes) return undefined;
    const numbers = numbersOfBytes(bytes);
    return { added: numbers[0]!, total: numbers.slice(1) };
  }

  putSums(tile: Tile, added: number, total: Float64Array): void {
    const all = new Float64Array(total.length + 1);
    all[0] = added;
    all.set(total, 1);
    this.#run.putNote(wordOf(tile), bytesOfNumbers(all));
  }

  #unitOf(i: number, j: number): Unit {
    const { rows, cols, known } = this.pairs;
    return this.unitAt(partOf(i, rows.start, this.side, known), partOf(j, cols.start, this.side, known))!;
  }

  #begin(unit: Unit): Open {
    const open = { values: new Float64Array(lengthOf(unit, this.outputs)).fill(NaN), left: 0 };
    placesOf(unit, this.pairs, () => open.left++);
    this.#open.set(unit, open);
    return open;
  }
}

/** One number for a place in the grid. */
function placeOf(row: number, col: number): number {
  return row * 0x4000000 + col;
}

function wordOf({ rows, cols }: Tile): string {
  return `sums:${rows.start}-${rows.end}:${cols.start}-${cols.end}`;
}

function knownIn(bytes: Uint8Array): Known {
  return fromJson(new TextDecoder().decode(bytes)) as Known;
}
