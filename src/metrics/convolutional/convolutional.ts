import { powerOfTwo } from "../../base/math/powers.ts";
import { OptionError } from "../../base/errors.ts";
import { matrix } from "../../base/matrix.ts";
import { assertVaries, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { RankFacts } from "../linear/notes.ts";
import { rankRule } from "../linear/rank.ts";
import { whiten } from "../linear/whiten.ts";
import { definePairMetric } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import { thirdSide, trueNorm } from "../procrustes/triangle.ts";
import { convolutionalHeldOut } from "./held-out.ts";
import { assertOptions, convolutionalOptions, type ConvolutionalOptions } from "./options.ts";
import { channelsAsUnits, groups, plain, plainOptions } from "./plain.ts";
import { angleTable, leastAngle, prepareShifts, type PreparedShifts } from "./shifts.ts";

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
  name: "convolutional",
  title: "Shape distance of convolutional layers",
  summary: "What is left between two convolutional layers after the best shift and motion of channels.",
  source: "Williams, Kunz, Kornblith & Linderman, NeurIPS 2021, arXiv:2110.14739, §2.2 and appendix",
  family: "Alignment of shapes",
  cost: { network: "m·h·w·c·(c + log hw)", pair: "h·w·m·c² + h·w·c³" },
  blindTo: "Maps between places of an image other than one shift of all.",
  accepts: "images",
  sharedAxes: ({ positions }) => (positions === "units" ? [] : ["height", "width"]),
  options: convolutionalOptions,
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
    const { kind, symmetric, range, invariantTo, self } = plain(options).properties(plainOptions(options));
    // A motion of all channels alike is one of the flattened units too; alpha < 1 undoes more of them.
    const shifts = options.positions === "shifts" ? (["circular-shift"] as const) : [];
    return { kind, symmetric, range, invariantTo: [...invariantTo, ...shifts], self: self! };
  },

  prepare(input, options, kernels) {
    assertOptions(options);
    if (options.positions === "shifts") return prepareForShifts(input, options, kernels);
    const arranged = options.positions === "units" ? input : channelsAsUnits(input, kernels);
    return plain(options).prepare(arranged, plainOptions(options), kernels);
  },

  compare(x, y, options, kernels) {
    if (options.positions !== "shifts") return plain(options).compare(x, y, plainOptions(options), kernels);
    const [a, b] = [x as PreparedShifts, y as PreparedShifts];
    return valueOf(apart(a, b) ? leastAngle(a, b, groups[options.group], kernels) : 0, a, b, options);
  },

  warn: (prepared, options, compared) => plain(options).warn?.(prepared, plainOptions(options), compared),
  heldOut: convolutionalHeldOut,

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

function prepareForShifts(
  input: Responses,
  { group, alpha, ground, center, tolerance }: ConvolutionalOptions,
  kernels: Kernels,
): PreparedShifts & RankFacts {
  const arranged = channelsAsUnits(input, kernels);
  const scaled = scaleAndCenter(arranged, center, kernels);
  const { matrix: x, exponent } = scaled;
  const wide = group === "orthogonal" && x.cols > x.rows;
  const reduced = wide ? kernels.lq(x) : x;
  const whitening = { alpha, unit: powerOfTwo(-exponent), rule: rankRule(arranged, scaled, tolerance) };
  const factor =
    alpha < 1 ? whiten(reduced, whitening, kernels, { overwrite: reduced !== arranged.responses }) : reduced;
  if (ground === "angular") assertVaries(arranged, kernels.norm(factor), center);
  const [stimuli, height, width] = input.shape as [number, number, number, number];
  const facts = { rank: factor.cols, rows: x.rows - +center, cut: reduced.cols - factor.cols };
  return { ...prepareShifts(factor, exponent, [stimuli, height, width], kernels), ...facts };
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
