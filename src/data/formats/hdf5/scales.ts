import { pushAll } from "../../../base/lists.ts";
import { assertFits, type Limits } from "../bytes.ts";
import type { StoredArray } from "../opened.ts";
import { metadataOf } from "./array.ts";
import { attribute, attributesOf, firstReferences, textAttribute, textsAt } from "./attributes.ts";
import { identityOf, isDataset, type OpenHdf5 } from "./tree.ts";
import { classes } from "./types.ts";

/** What netCDF-4 writes as the name of a dimension that has no variable. */
const noVariable = "This is a netCDF dimension but not a netCDF variable";

/** Names of axes and of stimuli, from scales of dimensions. Dimensions that hold no numbers are left out. */
export function withScales(file: OpenHdf5, arrays: readonly StoredArray[], limits: Limits): StoredArray[] {
  const scales = new Scales(file, arrays);
  return arrays
    .filter((array) => !isBareDimension(file, array))
    .map((array) => named(file, array, scales, limits));
}

function isBareDimension(file: OpenHdf5, { path, type, shape }: StoredArray): boolean {
  if (type === "link" || shape.length !== 1) return false;
  const at = `/${path}`;
  const attributes = attributesOf(file, at);
  if (!attributes.includes("CLASS") || !attributes.includes("NAME")) return false;
  return textAttribute(file, at, "NAME")?.startsWith(noVariable) ?? false;
}

function named(file: OpenHdf5, array: StoredArray, scales: Scales, limits: Limits): StoredArray {
  if (array.refused !== undefined) return array;
  const at = `/${array.path}`;
  const attributes = attributesOf(file, at);
  const own = attributes.includes("DIMENSION_LIST") ? scales.of(at) : [];
  const labels = attributes.includes("DIMENSION_LABELS")
    ? (attribute(file, at, "DIMENSION_LABELS") ?? [])
    : [];
  const axes = array.shape.map((_, axis) => {
    const scale = own[axis];
    return labels[axis] || scale?.slice(scale.lastIndexOf("/") + 1);
  });
  const stimuli = own[0] === undefined ? undefined : namesAt(file, own[0], array.shape[0]!, limits);
  const areNamed = axes.length > 0 && axes.every((name) => typeof name === "string" && name !== "");
  return { ...array, ...(areNamed && { axes: axes as string[] }), ...(stimuli && { stimuli }) };
}

/** Which datasets are scales of the axes of which. */
class Scales {
  readonly #file: OpenHdf5;
  readonly #arrays: readonly StoredArray[];
  #paths: Map<string, string> | undefined;

  constructor(file: OpenHdf5, arrays: readonly StoredArray[]) {
    this.#file = file;
    this.#arrays = arrays;
  }

  /**
   * Path of the first scale of each axis. The library's own functions for it run on for minutes in a damaged file.
   */
  of(path: string): (string | undefined)[] {
    this.#paths ??= this.#known();
    return firstReferences(this.#file, path, "DIMENSION_LIST").map((one) => this.#paths!.get(one));
  }

  #known(): Map<string, string> {
    const scales = this.#arrays.filter(({ type }) => type !== "link");
    return new Map(scales.map(({ path }) => [identityOf(this.#file, `/${path}`), `/${path}`]));
  }
}

/** The texts of a dataset, if it is as many. */
function namesAt(file: OpenHdf5, path: string, count: number, limits: Limits): string[] | undefined {
  if (!isDataset(file, path)) return undefined;
  const { type, shape } = metadataOf(file, path);
  if (type !== classes.string || shape?.length !== 1 || shape[0] !== count) return undefined;
  return readTexts(file, path, count, limits);
}

/** Bytes that a text takes, at least: its letters and where they are. */
const leastText = 16;
const textsAtOnce = 1024;

/** All texts of a dataset of one axis. @throws {FormatError} if they exceed the limit. */
export function readTexts(file: OpenHdf5, path: string, count: number, limits: Limits): string[] {
  const { library, id, name } = file;
  const metadata = metadataOf(file, path);
  assertFits(name, count * leastText, limits);
  const texts: string[] = [];
  let held = count * leastText;
  for (let start = 0; start < count; start += textsAtOnce) {
    const some = Math.min(textsAtOnce, count - start);
    const bytes = some * metadata.size;
    assertFits(name, held + bytes, limits);
    const read = library.call(name, (hdf5) =>
      library.withMemory(name, bytes, (address) => {
        hdf5.HEAPU8.fill(0, address, address + bytes);
        const status = hdf5.get_dataset_data(
          id,
          path,
          [BigInt(some)],
          [BigInt(start)],
          [1n],
          BigInt(address),
        );
        if (status < 0) throw library.problem(`${name}:${path.slice(1)}`);
        return textsAt(hdf5, address, bytes, metadata);
      }),
    );
    for (const text of read) held += 2 * text.length;
    pushAll(texts, read);
    assertFits(name, held, limits);
  }
  return texts;
}
