import type { Matrix } from "../../base/matrix.ts";
import type { Estimate } from "../../base/statistics.ts";
import type { RsmStack } from "../rsm/rsm.ts";
import type {
  Bar,
  BarsFigure,
  Fact,
  Figure,
  HeatMapsFigure,
  Section,
  TrajectoriesFigure,
} from "../../report/figures.ts";
import { showNumber } from "../../report/numbers.ts";
import { madeWith, rowsOf } from "../../report/parts.ts";

/** What is shown of networks in a shared space. */
export interface SharedSpaceReport {
  readonly space: {
    readonly method: string;
    readonly kind?: string;
    readonly names: readonly string[];
    readonly features: number;
    readonly iterations: number;
    readonly converged: boolean;
    readonly constantUnits: readonly number[];
    readonly warnings?: readonly string[];
    readonly varianceExplained: { readonly subjects: ArrayLike<number>; readonly total: number };
  };
  readonly wrsm: RsmStack;
  /** Absent where networks have other numbers of units. */
  readonly native?: { readonly irsm: RsmStack; readonly correlation: Estimate };
  readonly shared: { readonly irsm: RsmStack; readonly correlation: Estimate };
  /** Agreement of the within-network matrices of networks. */
  readonly agreement: Estimate;
  /** Correlation of each network's matrices with the within-network one of `reference`. */
  readonly against: {
    readonly reference: string;
    readonly wrsm: ArrayLike<number>;
    readonly native?: ArrayLike<number>;
    readonly shared: ArrayLike<number>;
  };
  /** Paths in three dimensions, stimuli × 3 of each network. */
  readonly paths?: {
    readonly before: readonly Matrix[];
    readonly after: readonly Matrix[];
    readonly axes: string;
  };
}

/** Matrices of more stimuli are thinned before their means are taken: a page has no room for them. */
const mostStimuli = 1000;

/** Native against shared: similarity matrices, what is explained, correlations, trajectories. */
export function sharedSpaceSection(input: SharedSpaceReport): Section {
  const { space, wrsm } = input;
  const left = space.constantUnits.reduce((sum, count) => sum + count, 0);
  const facts: Fact[] = [
    { term: "Method", text: space.kind ? `${space.method}, ${space.kind}` : space.method },
    { term: "Networks", text: String(space.names.length) },
    { term: "Stimuli", text: String(wrsm.stimuli.length) },
    { term: "Shared features", text: String(space.features) },
    { term: "Iterations", text: `${space.iterations}${space.converged ? "" : ", not converged"}` },
    { term: "Variance explained", text: showNumber(space.varianceExplained.total) },
    ...(left > 0 ? [{ term: "Constant units, left out", text: String(left) }] : []),
    madeWith,
  ];
  return {
    heading: "Networks in a shared space",
    facts,
    warnings: space.warnings ?? [],
    figures: [
      similarityMatrices(input),
      correlations(input),
      explained(space),
      alongNetworks(input),
      ...trajectories(input),
    ],
  };
}

function similarityMatrices({ wrsm, native, shared }: SharedSpaceReport): HeatMapsFigure {
  const step = Math.ceil(wrsm.stimuli.length / mostStimuli);
  const kept = Array.from(wrsm.stimuli.keys()).filter((k) => k % step === 0);
  const stimuli = kept.map((k) => wrsm.stimuli[k]!);
  const panel = (title: string, stack: RsmStack) => ({
    title,
    rowNames: stimuli,
    colNames: stimuli,
    values: meanOf(stack, kept),
  });
  const thinned = ` Of ${wrsm.stimuli.length} stimuli ${kept.length} are taken, one in ${step}.`;
  return {
    kind: "heat-maps",
    title: `Similarity of stimuli (${wrsm.similarity})`,
    caption:
      "Means over networks. Between networks: the others' mean response (rows) against the held-out network's (columns)." +
      (step > 1 ? thinned : ""),
    wide: true,
    stimuli: "items",
    scale: { word: wrsm.similarity, around: 0, domain: [-1, 1] },
    panels: [
      panel("within networks", wrsm),
      ...(native ? [panel("between networks, native", native.irsm)] : []),
      panel("between networks, shared", shared.irsm),
    ],
  };
}

/** The mean over networks at some stimuli: that of all would be as large as a network's, and a page shows fewer. */
function meanOf({ names, stimuli, data }: RsmStack, kept: readonly number[]): Float64Array {
  const [m, size] = [stimuli.length, kept.length];
  const mean = new Float64Array(size * size);
  for (let network = 0; network < names.length; network++) {
    for (let i = 0; i < size; i++) {
      const row = (network * m + kept[i]!) * m;
      for (let j = 0; j < size; j++) mean[i * size + j]! += data[row + kept[j]!]! / names.length;
    }
  }
  return mean;
}

function correlations({ native, shared, agreement }: SharedSpaceReport): BarsFigure {
  const bar = (name: string, { value, lower, upper }: Estimate): Bar => {
    return { name, value, ...(Number.isNaN(lower) ? {} : { low: lower, high: upper }) };
  };
  return {
    kind: "bars",
    title: "Do similarities within and between networks agree?",
    caption:
      "Native, shared: the mean matrix within networks correlated with the mean one between them. Within: networks' own matrices correlated with one another. 95 % bootstrap intervals over networks.",
    y: { label: "correlation" },
    bars: [
      ...(native ? [bar("native", native.correlation)] : []),
      bar("shared", shared.correlation),
      bar("within", agreement),
    ],
  };
}

function explained({ names, varianceExplained }: SharedSpaceReport["space"]): BarsFigure {
  const { subjects, total } = varianceExplained;
  return {
    kind: "bars",
    title: "Variance explained by the shared response",
    networks: "items",
    y: { label: "share of the variance", format: "percent" },
    bars: names.map((name, k) => ({ name, value: subjects[k]! })),
    references: [{ at: total, label: "all together" }],
  };
}

function alongNetworks({ space, against }: SharedSpaceReport): Figure {
  const x = Array.from(space.names.keys(), (k) => k + 1);
  const series = (name: string, y: ArrayLike<number>) => ({ name, x, y });
  return {
    kind: "lines",
    title: `Likeness to the similarities within ${against.reference}`,
    caption: "Networks in their order, e.g. of training.",
    x: { label: "network", ticks: space.names.map((label, k) => ({ at: k + 1, label })) },
    y: { label: "correlation" },
    series: [
      series("within the network", against.wrsm),
      ...(against.native ? [series("between, native", against.native)] : []),
      series("between, shared", against.shared),
    ],
  };
}

function trajectories({ space, wrsm, paths }: SharedSpaceReport): TrajectoriesFigure[] {
  if (!paths) return [];
  const panel = (title: string, matrices: readonly Matrix[]) => ({
    title,
    paths: matrices.map((one, k) => ({ name: space.names[k]!, points: rowsOf(one) })),
  });
  return [
    {
      kind: "trajectories",
      networks: "items",
      title: "Responses before and after alignment",
      caption: `A path goes through the stimuli in their order. ${paths.axes}`,
      wide: true,
      panels: [panel("before", paths.before), panel("after", paths.after)],
      times: wrsm.stimuli,
      stimuli: wrsm.stimuli,
    },
  ];
}
