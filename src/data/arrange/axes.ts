/** Names of axes: which the library keeps, and which are only flattened or pooled. */
import { OptionError } from "../../base/errors.ts";
import { questionOf } from "../../base/suggest.ts";
import { layouts, type Layout } from "./layout.ts";

/** Every axis a representation may have, in the order in which the library keeps them. */
export const axisNames = ["stimuli", "repeats", "time", "height", "width", "channels", "units"] as const;

/** Axes that files often have besides, which are flattened or pooled. */
const passingNames = ["tokens", "depth", "heads"];

/** The names of the axes of images in each layout. */
const axesOfLayout: Readonly<Record<Layout, readonly string[]>> = {
  nhwc: ["stimuli", "height", "width", "channels"],
  nchw: ["stimuli", "channels", "height", "width"],
};

/** What the axes of an array are called where nobody named them; of four axes nothing is known. */
const usualNames: readonly (readonly string[] | undefined)[] = [
  undefined,
  ["stimuli"],
  ["stimuli", "units"],
  ["stimuli", "repeats", "units"],
];

export const poolings = ["mean", "max", "first", "last"] as const;

/** How several places along some axes become one. */
export interface Pooling {
  readonly how: (typeof poolings)[number];
  readonly over: readonly string[];
}

/** How the axes of a file become those of a representation. */
export interface AxesOptions {
  readonly axes?: readonly string[] | undefined;
  readonly layout?: Layout | undefined;
  readonly flatten?: boolean | readonly string[] | undefined;
  readonly pool?: string | readonly string[] | undefined;
}

/** `mean:height,width` as data. @throws {OptionError} for another form. */
export function poolingsOf(pool: AxesOptions["pool"]): Pooling[] {
  const texts = pool === undefined ? [] : typeof pool === "string" ? [pool] : pool;
  return texts.map((text) => {
    const [, how, over] = /^(\w+):(.+)$/.exec(text) ?? [];
    const known = poolings.find((name) => name === how);
    if (known) return { how: known, over: over!.split(",").map((name) => name.trim()) };
    throw new OptionError(
      `pool is ${JSON.stringify(text)}; accepted: ${poolings.join(", ")}, a colon and the names of axes, as in "mean:height,width" or "last:tokens".`,
      "pool",
    );
  });
}

/**
 * @throws {OptionError} unless the names are known or are flattened or pooled, are different, and have "stimuli"
 *   among them; or where axes are flattened or pooled that are not there.
 */
export function checkAxes(how: AxesOptions): void {
  const { axes, layout, flatten } = how;
  const named = axes ?? (layout && axesOfLayout[layout]);
  const pools = poolingsOf(how.pool);
  const folded = [
    ...(Array.isArray(flatten) ? (flatten as string[]) : []),
    ...pools.flatMap(({ over }) => over),
  ];
  if (axes) checkNames(axes, folded, flatten === true);
  const twice = folded.find((name, k) => folded.indexOf(name) !== k);
  if (twice !== undefined)
    throw new OptionError(`The axis ${twice} is pooled or flattened twice; once is enough.`, "pool");
  if (folded.includes("stimuli"))
    throw new OptionError(`The stimuli can be neither pooled nor flattened: they are the rows.`, "pool");
  if (named) for (const name of folded) assertAmong(name, named);
}

function checkNames(axes: readonly string[], folded: readonly string[], all: boolean): void {
  const known = new Set<string>([...axisNames, ...passingNames, ...folded]);
  const fine = axes.every((name) => (all ? name !== "" : known.has(name)));
  if (fine && new Set(axes).size === axes.length && axes.includes("stimuli")) return;
  throw new OptionError(
    `axes: expected different names out of ${[...axisNames, ...passingNames].join(", ")}, with stimuli among them (others where they are flattened or pooled), got ${axes.join(", ") || "none"}.`,
    "axes",
  );
}

/** @throws {OptionError} for an axis that is not there. */
export function assertAmong(name: string, axes: readonly string[]): void {
  if (axes.includes(name)) return;
  throw new OptionError(
    `There is no axis ${name} to pool or flatten; the axes are ${axes.join(", ")}.${questionOf(name, axes)}`,
    "pool",
  );
}

/** Names that these options give to the axes of an array, where they fit; else those of the file, or the usual ones. */
export function namesOfAxes(
  shape: readonly number[],
  { axes, layout }: AxesOptions,
  fromFile: readonly string[] | undefined,
): readonly string[] | undefined {
  const given = axes ?? (layout && axesOfLayout[layout]);
  if (given) return given.length === shape.length ? given : undefined;
  if (fromFile?.length === shape.length && new Set(fromFile).size === shape.length)
    return fromFile.includes("stimuli") ? fromFile : ["stimuli", ...fromFile.slice(1)];
  return usualNames[shape.length];
}

/** How many axes the options name; none where they name none. */
export function namedAxes({ axes, layout }: AxesOptions): number | undefined {
  return axes?.length ?? (layout && layouts.includes(layout) ? 4 : undefined);
}

/** Whether these are the names of the axes of images. */
export function isImages(axes: readonly string[]): boolean {
  return axes.length === 4 && ["height", "width", "channels"].every((axis) => axes.includes(axis));
}
