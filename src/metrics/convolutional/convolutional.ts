import { OptionError } from "../../base/errors.ts";
import { matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { orthogonalGroup, permutationGroup } from "./channel-groups.ts";
import { definePairMetric, type PairMetric } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import { boolean, choice, number } from "../../base/options.ts";
import { permutation } from "../matching/permutation.ts";
import { procrustes } from "../procrustes/procrustes.ts";
import { angleTable, leastAngle, prepareShifts, type PreparedShifts } from "./shifts.ts";
import { thirdSide, trueNorm } from "../procrustes/triangle.ts";
import { whiten } from "../linear/whiten.ts";

export interface ConvolutionalOptions {
  positions: "shifts" | "stimuli" | "units";
  group: "orthogonal" | "permutation";
  alpha: number;
  ground: "angular" | "euclidean";
  center: boolean;
}

/**
 * Shape distance between convolutional layers, whose images may also be shifted.
 *
 *   shifts    d(X, Y) = min over circular shifts S and motions Q of channels of ‖S·X·Zx − Y·Zy·Q‖_F,
 *             X and Y being (stimuli · height · width) × channels; or the angle, likewise
 *   stimuli   the same without shifts: each position is a stimulus, each channel a unit
 *   units     each position of each channel is a unit of its own (flattening)
 *
 * Q, Zx, Zy, alpha, angle and centring are those of `procrustes` (group orthogonal) or of
 * `permutation`. Shifts are circular: what leaves the image at one side enters at the
 * other. They change neither means nor covariances of channels, so that centring and
 * whitening are done once for each network.
 */
export const convolutional = definePairMetric<Prepared, ConvolutionalOptions>({
  title: "Shape distance of convolutional layers",
  summary: "What is left between two convolutional layers after the best shift and motion of channels.",
  source: "Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §2.2 and appendix",
  accepts: "images",
  sharedAxes: ({ positions }) => (positions === "units" ? [] : ["height", "width"]),
  options: {
    positions: choice(
      ["shifts", "stimuli", "units"],
      "What positions are. shifts: the least value over all circular shifts. stimuli: stimuli of their own, unshifted. units: units of their own (flattened).",
    ),
    group: choice(
      ["orthogonal", "permutation"],
      "What may be done to the channels: rotations and reflections, or reorderings.",
    ),
    alpha: number(
      1,
      0,
      1,
      "Whitening of the channels, as for procrustes: 1 none, 0 full. Only with group orthogonal.",
    ),
    ground: choice(
      ["angular", "euclidean"],
      "angular: the angle in radians, blind to overall scale. euclidean: in units of the responses.",
    ),
    center: boolean(true, "Subtract each unit's mean first: of a channel, over stimuli and positions."),
  },
  testedWith: [
    {},
    { alpha: 0 },
    { alpha: 0.5, ground: "euclidean" },
    { group: "permutation" },
    { group: "permutation", ground: "euclidean", center: false },
    { positions: "stimuli" },
    { positions: "units", ground: "euclidean" },
    { positions: "units", group: "permutation" },
  ],

  properties(options) {
    const { kind, symmetric, range, invariantTo, self } = plain(options).properties(options);
    // A motion of all channels alike is one of the flattened units too; alpha < 1 undoes more of them.
    const shifts = options.positions === "shifts" ? (["circular-shift"] as const) : [];
    return { kind, symmetric, range, invariantTo: [...invariantTo, ...shifts], self: self! };
  },

  prepare(input, options, kernels) {
    assertOptions(options);
    if (options.positions === "shifts") return prepareForShifts(input, options, kernels);
    const arranged = options.positions === "units" ? input : channelsAsUnits(input, kernels);
    return plain(options).prepare(arranged, options, kernels);
  },

  compare(x, y, options, kernels) {
    if (options.positions !== "shifts") return plain(options).compare(x, y, options, kernels);
    const [a, b] = [x as PreparedShifts, y as PreparedShifts];
    return valueOf(apart(a, b) ? leastAngle(a, b, groups[options.group], kernels) : 0, a, b, options);
  },

  warn(prepared, options) {
    return options.positions === "shifts" ? undefined : plain(options).warn?.(prepared, options);
  },

  table(x, y, options, kernels) {
    assertOptions(options);
    if (options.positions !== "shifts") {
      throw new OptionError(
        `convolutional: a table over shifts needs positions "shifts"; got ${JSON.stringify(options.positions)}.`,
      );
    }
    const [a, b] = [prepareForShifts(x, options, kernels), prepareForShifts(y, options, kernels)];
    const angles = apart(a, b) && angleTable(a, b, groups[options.group], kernels);
    const table = matrix(a.height, a.width);
    return { ...table, data: table.data.map((_, k) => valueOf(angles ? angles[k]! : 0, a, b, options)) };
  },
});

function assertOptions({ group, alpha }: ConvolutionalOptions): void {
  if (group !== "permutation" || alpha === 1) return;
  throw new OptionError(
    `convolutional: alpha is ${alpha}; group permutation undoes no linear map, so alpha must be 1 there.`,
  );
}

const groups = { orthogonal: orthogonalGroup, permutation: permutationGroup };

/** The metric of matrices that this is without shifts. It reads the options that it knows. */
function plain({ group }: ConvolutionalOptions): PairMetric<Prepared, ConvolutionalOptions> {
  return { orthogonal: procrustes, permutation }[group] as unknown as PairMetric<
    Prepared,
    ConvolutionalOptions
  >;
}

/** (stimuli · height · width) × channels: the same numbers in the same order. */
function channelsAsUnits(input: Responses, kernels: Kernels): Responses {
  const channels = input.shape[3]!;
  const { rows, cols } = input.responses;
  return { ...input, responses: kernels.reshape(input.responses, (rows * cols) / channels, channels) };
}

function prepareForShifts(
  input: Responses,
  { group, alpha, ground, center }: ConvolutionalOptions,
  kernels: Kernels,
): PreparedShifts {
  const arranged = channelsAsUnits(input, kernels);
  const { matrix: x, exponent } = scaleAndCenter(arranged, center, kernels);
  const wide = group === "orthogonal" && x.cols > x.rows;
  const reduced = wide ? kernels.lq(x) : x;
  const threshold = Math.max(x.rows, x.cols) * Number.EPSILON;
  const factor = alpha < 1 ? whiten(reduced, { alpha, unit: 2 ** -exponent, threshold }, kernels) : reduced;
  if (ground === "angular") assertVaries(arranged, kernels.norm(factor), center);
  const [stimuli, height, width] = input.shape as [number, number, number, number];
  return prepareShifts(factor, exponent, [stimuli, height, width], kernels);
}

/** Whether there is an angle between two networks. */
function apart(x: PreparedShifts, y: PreparedShifts): boolean {
  return x.norm > 0 && y.norm > 0;
}

function valueOf(
  angle: number,
  x: PreparedShifts,
  y: PreparedShifts,
  { ground }: ConvolutionalOptions,
): number {
  return ground === "angular" ? angle : thirdSide(trueNorm(x), trueNorm(y), angle);
}
