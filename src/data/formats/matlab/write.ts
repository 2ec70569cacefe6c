import { OptionError, ShapeError } from "../../../base/errors.ts";
import { assertNumbers } from "../../../base/numbers.ts";
import { sizeOf } from "../shapes.ts";
import type { NamedArray } from "../../write.ts";
import { cellClass, charClass, elementTypes } from "./numbering.ts";

/** Bytes in pieces, which are put together once. */
type Parts = readonly Uint8Array[];

/** Texts under a name: a cell of one column. */
export interface NamedTexts {
  readonly name: string;
  readonly texts: readonly string[];
}

/** MATLAB reads variables below 2 GiB from such files. */
const largest = 2 ** 31 - 1;

const [single, double, utf16] = [7, 9, 17];
const [doubleClass, singleClass] = [6, 7];

/**
 * A MATLAB `.mat` file of level 5, uncompressed, as `save -v6` writes it.
 *
 * A `Float32Array` becomes `single`, other numbers `double`. Shapes are MATLAB's, where an array has two axes or
 * more: one axis of n becomes n × 1, none 1 × 1. Texts become a cell n × 1.
 *
 * @param arrays - each under a name that MATLAB takes: a letter, then letters, digits and underscores, at most 63
 * @throws {OptionError} for other names, or two of one name. @throws {ShapeError} if data does not fill its shape.
 * @throws {RangeError} for an array of 2 GiB or more.
 *
 * Source: MathWorks, MAT-File Format, R2023a, chapter 1.
 */
export function writeMat(arrays: readonly (NamedArray | NamedTexts)[]): Uint8Array<ArrayBuffer> {
  checkNames(arrays.map(({ name }) => name));
  const parts = arrays.map((array) =>
    "texts" in array ? textsOf(array) : numbersOf(array.name, array.shape, array.data),
  );
  return joined([[header()], ...parts].flat());
}

function checkNames(names: readonly string[]): void {
  const bad = names.find((name) => !/^[a-z]\w{0,62}$/i.test(name));
  if (bad !== undefined)
    throw new OptionError(
      `writeMat: "${bad}" is no name of a variable of MATLAB: a letter, then letters, digits and _, 63 at most.`,
    );
  const again = names.find((name, k) => names.indexOf(name) !== k);
  if (again !== undefined) throw new OptionError(`writeMat: two arrays are named "${again}".`);
}

/** 116 bytes of text, 8 that are not used, version 1.0, and the mark by which the order of bytes is known. */
function header(): Uint8Array {
  const text = "MATLAB 5.0 MAT-file, written by repgeom".padEnd(124);
  return Uint8Array.from([...latin(text), 0x00, 0x01, ...latin("IM")]);
}

function numbersOf(name: string, shape: readonly number[], data: ArrayLike<number>): Parts {
  assertNumbers(data, "writeMat");
  if (sizeOf(shape) !== data.length)
    throw new ShapeError(
      `writeMat: ${name} of shape ${shape.join(" × ")} needs ${sizeOf(shape)} values, got ${data.length}.`,
    );
  const isSingle = data instanceof Float32Array;
  const lengths = shape.length > 1 ? shape : [shape[0] ?? 1, 1];
  const values = new (isSingle ? Float32Array : Float64Array)(data.length);
  toColumnMajor(data, lengths, values);
  const bytes = new Uint8Array(values.buffer);
  const numbers = element(isSingle ? single : double, [bytes]);
  return matrix(isSingle ? singleClass : doubleClass, name, lengths, numbers);
}

/** Goes through row-major data in order; the place of each of its values moves by the strides of the columns. */
function toColumnMajor(
  data: ArrayLike<number>,
  shape: readonly number[],
  to: Float32Array | Float64Array,
): void {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const at = shape.map(() => 0);
  let place = 0;
  for (let k = 0; k < data.length; k++) {
    to[place] = data[k]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis]!;
      if (++at[axis]! < shape[axis]!) break;
      place -= strides[axis]! * shape[axis]!;
      at[axis] = 0;
    }
  }
}

function textsOf({ name, texts }: NamedTexts): Parts {
  const cells = texts.map((text) => {
    const units = Uint16Array.from({ length: text.length }, (_, k) => text.charCodeAt(k));
    const shape = [Math.min(1, text.length), text.length];
    return matrix(charClass, "", shape, element(utf16, [new Uint8Array(units.buffer)]));
  });
  return matrix(cellClass, name, [texts.length, 1], cells.flat());
}

function matrix(kind: number, name: string, shape: readonly number[], content: Parts): Parts {
  const words = (list: ArrayLike<number>) => [new Uint8Array(Int32Array.from(list).buffer)];
  const head = [
    element(elementTypes.uint32, words([kind, 0])),
    element(elementTypes.int32, words(shape)),
    element(elementTypes.int8, [latin(name)]),
  ];
  return element(elementTypes.matrix, [...head, content].flat());
}

/** A tag of eight bytes, and padding to a multiple of them. */
function element(type: number, content: Parts): Parts {
  const size = sizeIn(content);
  if (size > largest)
    throw new RangeError(
      `A variable of ${size} bytes does not fit in a .mat file of level 5, which takes less than 2 GiB.`,
    );
  return [
    [new Uint8Array(Uint32Array.of(type, size).buffer)],
    content,
    [new Uint8Array((8 - (size % 8)) % 8)],
  ].flat();
}

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function joined(parts: Parts): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(sizeIn(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function sizeIn(parts: Parts): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
