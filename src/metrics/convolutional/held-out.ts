import type { Matrix } from "../../base/matrix.ts";
import type { Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { HeldOutForm } from "../metric.ts";
import type { Prepared } from "../prepared.ts";
import { assertOptions, type ConvolutionalOptions } from "./options.ts";
import { channelsAsUnits, groups, plain, plainOptions } from "./plain.ts";
import { bestShift, prepareShifts, rolled, type PreparedShifts, type Shift } from "./shifts.ts";

/** What the metric without shifts fits, and the training images ready for shifts. */
type PreparedHeldOut = Prepared & PreparedShifts & { readonly train: Matrix; readonly test: Matrix };

/**
 * Means, whitening, shift and motion of channels are fitted on training images; the value is
 * measured on others, as the held-out form of `procrustes` or `permutation`.
 */
export const convolutionalHeldOut: HeldOutForm<Prepared, ConvolutionalOptions> = {
  properties: (options) => formOf(options).properties(plainOptions(options)),

  prepare(train, test, options, kernels) {
    assertOptions(options);
    if (options.positions === "units")
      return formOf(options).prepare(train, test, plainOptions(options), kernels);
    const [left, right] = [channelsAsUnits(train, kernels), channelsAsUnits(test, kernels)];
    const fitted = formOf(options).prepare(left, right, plainOptions(options), kernels);
    return options.positions === "shifts" ? withShifts(fitted, train, options, kernels) : fitted;
  },

  compare(x, y, options, kernels) {
    if (options.positions !== "shifts") return formOf(options).compare(x, y, plainOptions(options), kernels);
    const [a, b] = [x as PreparedHeldOut, y as PreparedHeldOut];
    const isEmpty = !(a.norm > 0 && b.norm > 0);
    const { shift } = isEmpty ? { shift: [0, 0] as const } : bestShift(a, b, groups[options.group], kernels);
    return formOf(options).compare(
      rolledImages(a, shift, options, kernels),
      b,
      plainOptions(options),
      kernels,
    );
  },

  warn: (prepared, options, compared) => formOf(options).warn?.(prepared, plainOptions(options), compared),
};

function formOf(options: ConvolutionalOptions) {
  return plain(options).heldOut!;
}

/** Matchings keep units as rows, rotations as columns. */
function turned(a: Matrix, { group }: ConvolutionalOptions, kernels: Kernels): Matrix {
  return group === "permutation" ? kernels.transpose(a) : a;
}

function withShifts(
  fitted: Prepared,
  { shape }: Responses,
  options: ConvolutionalOptions,
  kernels: Kernels,
): PreparedHeldOut {
  const { train, test, exponent } = fitted as { train: Matrix; test: Matrix; exponent: number };
  const [stimuli, height, width] = shape as [number, number, number, number];
  const shifts = prepareShifts(turned(train, options, kernels), exponent, [stimuli, height, width], kernels);
  return { ...fitted, ...shifts, train, test };
}

/** The images of both sets rolled alike. */
function rolledImages(
  prepared: PreparedHeldOut,
  shift: Shift,
  options: ConvolutionalOptions,
  kernels: Kernels,
): Prepared {
  const roll = (a: Matrix) =>
    turned(rolled(turned(a, options, kernels), prepared, shift, kernels), options, kernels);
  return { ...prepared, train: roll(prepared.train), test: roll(prepared.test) };
}
