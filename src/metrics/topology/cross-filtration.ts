import { risingOrder } from "./rising.ts";

/**
 * In which order edges and cones come into the complex of a cross-barcode. Only edges that are shorter in the other network
 * make bars: the others are filled as soon as they are there.
 */
export interface CrossFiltration {
  readonly stimuli: number;
  /** Value at each place. A place is that of an edge or that of a cone, all in rising order, an edge before a cone. */
  readonly values: Float64Array;
  /** Ends of the edge at each place, and −1 at places of cones. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** At the place of an edge that makes a bar, the place of the cone that fills it at the latest; else −1. */
  readonly cones: Int32Array;
  /** The place of each edge, stimuli × stimuli; on the diagonal beyond all places. */
  readonly places: Int32Array;
  /** The stimuli by rising place of their edge with each, stimuli × stimuli; that itself is the last. */
  readonly near: Int32Array;
}

/** No filtration has so many places. */
const beyond = 2 ** 31 - 1;

/** What both orders of two networks share. */
export interface SharedEdges {
  readonly stimuli: number;
  /** The smaller of both distances, condensed. */
  readonly lower: Float64Array;
  /** Edges by rising `lower`. */
  readonly rising: Int32Array;
}

/** @param x, y - condensed distances of the same stimuli */
export function sharedEdges(stimuli: number, x: Float64Array, y: Float64Array): SharedEdges {
  const lower = new Float64Array(x.length);
  for (let k = 0; k < x.length; k++) lower[k] = Math.min(x[k]!, y[k]!);
  return { stimuli, lower, rising: risingOrder(lower) };
}

/**
 * Edges at the smaller of both distances, and the cone over each edge at the distance in the first network, where that is larger.
 * @param first - condensed distances of the first network
 */
export function crossFiltration(shared: SharedEdges, first: Float64Array): CrossFiltration {
  const { stimuli, lower, rising } = shared;
  const longer = edgesWithBars(first, lower);
  const size = rising.length + longer.length;
  const filtration = {
    stimuli,
    values: new Float64Array(size),
    from: new Int32Array(size).fill(-1),
    to: new Int32Array(size).fill(-1),
    cones: new Int32Array(size).fill(-1),
    places: new Int32Array(stimuli * stimuli).fill(beyond),
    near: new Int32Array(stimuli * stimuli),
  };
  merge(filtration, shared, first, longer);
  return filtration;
}

/** The edges that are longer in the first network, by rising length there. */
function edgesWithBars(first: Float64Array, lower: Float64Array): Int32Array {
  let count = 0;
  const edges = new Int32Array(first.length);
  for (let k = 0; k < first.length; k++) if (lower[k]! < first[k]!) edges[count++] = k;
  const lengths = new Float64Array(count);
  for (let k = 0; k < count; k++) lengths[k] = first[edges[k]!]!;
  return risingOrder(lengths).map((k) => edges[k]!);
}

/** Puts edges and cones in one order: an edge first where both have the same length. */
function merge(
  { stimuli, values, from, to, cones, places, near }: CrossFiltration,
  { lower, rising }: SharedEdges,
  first: Float64Array,
  longer: Int32Array,
): void {
  const ends = endsOf(stimuli);
  const placeOf = new Int32Array(rising.length);
  const known = Int32Array.from({ length: stimuli }, (_, i) => i * stimuli);
  let [edges, filled] = [0, 0];
  for (let place = 0; place < values.length; place++) {
    const edge = rising[edges];
    const cone = longer[filled];
    if (edge === undefined || (cone !== undefined && first[cone]! < lower[edge]!)) {
      values[place] = first[cone!]!;
      cones[placeOf[cone!]!] = place;
      filled++;
      continue;
    }
    const i = (from[place] = ends[2 * edge]!);
    const j = (to[place] = ends[2 * edge + 1]!);
    values[place] = lower[edge]!;
    placeOf[edge] = places[i * stimuli + j] = places[j * stimuli + i] = place;
    near[known[i]!++] = j;
    near[known[j]!++] = i;
    edges++;
  }
  for (let i = 0; i < stimuli; i++) near[known[i]!] = i;
}

/** Both ends of each condensed edge, one after the other. */
function endsOf(stimuli: number): Int32Array {
  const ends = new Int32Array(stimuli * (stimuli - 1));
  let next = 0;
  for (let i = 0; i < stimuli; i++) {
    for (let j = i + 1; j < stimuli; j++) {
      ends[next++] = i;
      ends[next++] = j;
    }
  }
  return ends;
}
