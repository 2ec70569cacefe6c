/** What is in a variable: its arrays by path, through structs and cells, without their numbers. */
import type { DtypeName } from "../dtypes.ts";
import { dtypes } from "../dtypes.ts";
import { sizeOf } from "../shapes.ts";
import { mayStore, numericClasses } from "./classes.ts";
import { numberTypes, textOf, type Element, type ElementReader } from "./elements.ts";
import * as numbering from "./numbering.ts";

/** An array that was found. */
export interface Found {
  readonly path: string;
  readonly shape: readonly number[];
  /** In NumPy's words. */
  readonly type: string;
  readonly refused?: string;
  readonly numbers?: StoredNumbers;
  readonly sparse?: Sparse;
}

/** Where numbers stand in the stream of their variable. */
export interface StoredNumbers {
  readonly name: DtypeName;
  readonly start: number;
  readonly count: number;
  /** Position after them and their padding. */
  readonly end: number;
}

/** A sparse matrix: the row of each stored number, the first number of each column, and the numbers. */
interface Sparse {
  readonly rows: StoredNumbers;
  readonly columns: StoredNumbers;
}

/** Deeper than anything that people write. */
const deepest = 64;

/** Told of each array as it is found; throws when there are too many. */
type Tell = (found: Found) => void;

/** What the beginning of a matrix says. */
interface Head {
  readonly class: number;
  readonly complex: boolean;
  readonly logical: boolean;
  readonly shape: readonly number[];
  readonly name: string;
}

const flagTypes = [numbering.elementTypes.uint32];
/** The manual says int32; some writers say uint32. */
const sizeTypes = [numbering.elementTypes.int32, numbering.elementTypes.uint32];

/**
 * Walks through a matrix whose tag was just read.
 * @param pathOf - from its name: a variable has one of its own, what is in it has none
 */
export async function walkMatrix(
  reader: ElementReader,
  matrix: Element,
  pathOf: (name: string) => string,
  tell: Tell,
  depth = 0,
): Promise<void> {
  const { start, end } = matrix;
  if (matrix.type !== numbering.elementTypes.matrix)
    throw reader.problem(`an array (type ${numbering.elementTypes.matrix})`, `type ${matrix.type}`, start);
  if (depth > deepest) throw reader.problem(`at most ${deepest} arrays in each other`, "more", start);
  // A cell that was never filled.
  if (matrix.size === 0) return tell({ path: pathOf(""), shape: [0, 0], type: "float64" });
  const head = await headOf(reader, end);
  await bodyOf(reader, head, end, pathOf(head.name), tell, depth);
  reader.pass(matrix);
}

async function headOf(reader: ElementReader, end: number): Promise<Head> {
  const at = reader.stream.position;
  const [word = 0] = await reader.integers(end, flagTypes, "the flags of an array");
  const head = { class: word & 0xff, complex: (word & 0x800) !== 0, logical: (word & 0x200) !== 0 };
  if (head.class === numbering.opaqueClass)
    return { ...head, shape: [1, 1], name: await reader.text(end, "the name of an array") };
  const shape = await reader.integers(end, sizeTypes, "the sizes of an array");
  if (shape.length < 2 || shape.length > 32)
    throw reader.problem("from 2 to 32 axes of an array", `${shape.length}`, at);
  if (shape.some((length) => length < 0) || !Number.isSafeInteger(sizeOf(shape)))
    throw reader.problem(
      "lengths of axes that are not below 0 or above 2^53 together",
      shape.join(" × "),
      at,
    );
  return { ...head, shape, name: await reader.text(end, "the name of an array") };
}

/** What follows the name: of a struct and of a cell, all that is in it, element by element, of each the fields. */
async function bodyOf(
  reader: ElementReader,
  head: Head,
  end: number,
  path: string,
  tell: Tell,
  depth: number,
): Promise<void> {
  const { shape } = head;
  if (head.class === numbering.cellClass || head.class === numbering.structClass) {
    const isStruct = head.class === numbering.structClass;
    const fields = isStruct ? (await fieldsOf(reader, end)).map((field) => `.${field}`) : [""];
    const isOne = isStruct && sizeOf(shape) === 1;
    for (let k = 0; k < sizeOf(shape) && fields.length > 0; k++)
      for (const field of fields) {
        const inside = `${path}${isOne ? "" : `.${k}`}${field}`;
        await walkMatrix(reader, await reader.tag(end, `array ${inside}`), () => inside, tell, depth + 1);
      }
    return;
  }
  const numeric = numericClasses[head.class];
  if (numeric) return tell({ path, shape, ...(await numbersOf(reader, head, numeric, end)) });
  if (head.class === numbering.sparseClass)
    return tell({ path, shape, ...(await sparseOf(reader, head, end)) });
  tell({ path, shape, ...(await refusedOf(reader, head, end)) });
}

/** Names of the fields, each in as many bytes as the longest may have. */
async function fieldsOf(reader: ElementReader, end: number): Promise<string[]> {
  const [length = 0] = await reader.integers(end, sizeTypes, "the length of names of fields");
  const element = await reader.tag(end, "names of fields");
  const bytes = await reader.bytes(
    element,
    [numbering.elementTypes.int8, numbering.elementTypes.utf8],
    "names of fields",
  );
  if (length < 1 ? bytes.length > 0 : bytes.length % length !== 0)
    throw reader.problem(`names of fields of ${length} bytes each`, `${bytes.length} bytes`, element.start);
  const count = bytes.length / Math.max(1, length);
  return Array.from({ length: count }, (_, k) => textOf(bytes.subarray(k * length, (k + 1) * length)));
}

type Kind = Pick<Found, "type" | "refused" | "numbers" | "sparse">;

async function numbersOf(
  reader: ElementReader,
  { shape, complex, logical }: Head,
  { type, own }: { readonly type: string; readonly own: DtypeName },
  end: number,
): Promise<Kind> {
  const name = logical ? "bool" : type;
  if (complex) return { type: complexName(type), refused: "complex numbers" };
  const count = sizeOf(shape);
  if (count === 0) return { type: name };
  const numbers = await storedOf(reader, end, "numbers");
  if (logical && numbers.name === "i4")
    return {
      type: name,
      refused: "a sparse logical matrix as GNU Octave writes it, without its kind; save full(x)",
    };
  if (!mayStore(own, numbers.name))
    throw reader.problem(`${type} in as many bytes or less`, `${numbers.name}`, numbers.start);
  if (numbers.count !== count) throw reader.problem(`${count} numbers`, `${numbers.count}`, numbers.start);
  return { type: name, numbers };
}

function complexName(type: string): string {
  return { float64: "complex128", float32: "complex64" }[type] ?? `complex ${type}`;
}

/**
 * Passes over numbers. @returns where they are
 * @param bytes - how many there are if they are bytes, whatever their tag says: so MATLAB writes logical ones in a sparse matrix
 */
async function storedOf(
  reader: ElementReader,
  end: number,
  what: string,
  bytes?: number,
): Promise<StoredNumbers> {
  const element = await reader.tag(end, what);
  const name = element.size === bytes ? "u1" : numberTypes[element.type];
  if (!name) throw reader.problem(`${what} of a type of numbers`, `type ${element.type}`, element.start);
  const count = element.size / dtypes[name].size;
  if (!Number.isInteger(count))
    throw reader.problem(`${what} of type ${name}`, `${element.size} bytes`, element.start);
  reader.pass(element);
  return { name, start: element.start, count, end: element.end };
}

async function sparseOf(
  reader: ElementReader,
  { shape, complex, logical }: Head,
  end: number,
): Promise<Kind> {
  const type = logical ? "bool" : "float64";
  if (complex) return { type: "complex128", refused: "complex numbers" };
  if (shape.length !== 2) throw reader.problem("a sparse matrix of 2 axes", `${shape.length}`);
  const rows = await storedOf(reader, end, "rows of a sparse matrix");
  const columns = await storedOf(reader, end, "columns of a sparse matrix");
  const bytes = logical ? rows.count : undefined;
  const numbers = await storedOf(reader, end, "numbers of a sparse matrix", bytes);
  if (columns.count !== shape[1]! + 1)
    throw reader.problem(`${shape[1]! + 1} places of columns`, `${columns.count}`, columns.start);
  return { type, numbers, sparse: { rows, columns } };
}

/** What holds no numbers that could be read. */
async function refusedOf(reader: ElementReader, head: Head, end: number): Promise<Kind> {
  if (head.class === numbering.charClass) return { type: "text", refused: "text" };
  if (head.class === numbering.functionClass)
    return { type: "function handle", refused: "a function handle" };
  if (head.class === numbering.objectClass) {
    const name = await reader.text(end, "the name of a class");
    return { type: `object of class ${name}`, refused: `an object of class ${name}` };
  }
  if (head.class !== numbering.opaqueClass)
    throw reader.problem("a class of arrays from 1 to 17", `${head.class}`);
  await reader.text(end, "the kind of an object");
  const name = await reader.text(end, "the name of a class");
  return { type: `object of class ${name}`, refused: `an object of class ${name}` };
}
