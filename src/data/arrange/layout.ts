/** The order of the axes of images, which frameworks keep in two ways and no file tells. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import { finish } from "../../base/steps.ts";
import { permuteSteps } from "../formats/shapes.ts";

/** nhwc as Keras, TensorFlow and JAX have images; nchw as PyTorch has them. */
export const layouts = ["nhwc", "nchw"] as const;

export type Layout = (typeof layouts)[number];

/** Where height, width and channels stand in each layout. */
const places = { nhwc: [1, 2, 3], nchw: [2, 3, 1] } as const satisfies Record<Layout, readonly number[]>;

interface Images {
  readonly name: string;
  readonly shape: readonly number[];
  readonly layout?: Layout | undefined;
}

interface ImagesRead extends Images {
  readonly data: Float64Array | Float32Array;
}

/**
 * Images as the library keeps them, nhwc; others as they are.
 * @throws {OptionError} for an unknown layout.
 * @throws {ShapeError} for a layout of an array that has not four axes.
 */
export function inLibraryLayout<R extends ImagesRead>(given: R): R {
  const { layout, shape, data } = given;
  const outline = libraryOutline(given);
  if (layout !== "nchw") return outline;
  return { ...outline, data: finish(permuteSteps(data, shape, fromChannelsFirst)) };
}

const fromChannelsFirst = [0, ...places.nchw];

/** What `inLibraryLayout` says of images, without their numbers. @throws as that. */
export function libraryOutline<R extends Images>(given: R): R {
  const { name, layout, shape } = given;
  if (layout === undefined) return given;
  if (!layouts.includes(layout))
    throw new OptionError(
      `${name}: layout is ${JSON.stringify(layout)}; accepted: "nhwc", "nchw".`,
      "layout",
    );
  if (shape.length !== 4)
    throw new ShapeError(
      `${name} is ${shape.join(" × ")}; the layout ${layout} is of images, which have four axes. Leave layout out.`,
    );
  if (layout === "nhwc") return given;
  return { ...given, layout: "nhwc", shape: fromChannelsFirst.map((axis) => shape[axis]!) };
}

/** @throws {OptionError} for images of which nobody said where the channels are; it shows both readings. */
export function assertLayout(owner: string, { name, shape, layout }: Images): void {
  if (layout !== undefined || shape.length !== 4) return;
  const readings = layouts.map((one) => `${one}, ${readingOf(shape, one)}`);
  throw new OptionError(
    `${owner}: ${name} is ${shape.join(" × ")}, and its axes have no names. It may be ${readings.join("; or ")}. ` +
      `Say which: layout "nhwc" or "nchw", or name the axes.`,
    "layout",
  );
}

const usedBy: Readonly<Record<Layout, string>> = { nhwc: "Keras, TensorFlow, JAX", nchw: "PyTorch" };

/** `20 stimuli, 3 channels of 8 × 8 positions (PyTorch)`. */
function readingOf(shape: readonly number[], layout: Layout): string {
  const [height, width, channels] = places[layout].map((axis) => shape[axis]!);
  return `${shape[0]} stimuli with ${channels} channels of ${height} × ${width} positions (${usedBy[layout]})`;
}
