/** The variables of a MAT-file of level 5, and the streams that their bytes are read from. */
import type { Pieces } from "../../source.ts";
import { assertFits, type Limits } from "../bytes.ts";
import { plainStream, type ByteStream } from "../pieces/streams.ts";
import { zlibStream } from "../pieces/zlib-stream.ts";
import { ElementReader, type Element } from "./elements.ts";
import { elementTypes } from "./numbering.ts";
import { walkMatrix, type Found } from "./walk.ts";

/** A file whose header was read. */
export interface MatFile extends Limits {
  readonly pieces: Pieces;
  /** Path or name, for messages. */
  readonly file: string;
  readonly bigEndian: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A variable; inflated, where it is compressed, its bytes are counted from its start. */
export interface Variable {
  readonly start: number;
  readonly end: number;
  readonly compressed: boolean;
}

/** An array and the variable that it is in. */
export interface Listed extends Found {
  readonly variable: Variable;
}

const headerSize = 128;

/** What an array takes while it is in the list. */
const listedBytes = 512;

/** All arrays of all variables. Of compressed numbers only the beginning is inflated, of a struct or a cell everything, once. */
export async function listArrays(mat: MatFile): Promise<Listed[]> {
  const { pieces, file, bigEndian, signal } = mat;
  const stream = plainStream({ pieces, file, start: headerSize, end: pieces.size, signal });
  const reader = new ElementReader(stream, bigEndian, file);
  const listed: Listed[] = [];
  const [names, paths] = [new Set<string>(), new Set<string>()];
  while (stream.position < pieces.size) {
    const element = await reader.tag(pieces.size, "a variable");
    const isCompressed = element.type === elementTypes.compressed;
    // Compressed ones have no padding.
    const end = isCompressed ? element.start + element.size : element.end;
    const variable = { start: element.start, end, compressed: isCompressed };
    const nameOnce = (name: string) => {
      if (names.has(name)) throw reader.problem("each variable once", `${name} again`, element.start);
      names.add(name);
      return name;
    };
    const tell = (found: Found) => {
      assertFits(file, (listed.length + 1) * listedBytes, mat, element.start);
      // What has no name is data of objects, which MATLAB keeps beside the variables.
      if (found.path === "") return;
      const again = paths.has(found.path) && { refused: "an array with the path of another" };
      paths.add(found.path);
      listed.push({ ...found, ...again, variable });
    };
    await walkVariable(mat, variable, element, nameOnce, tell);
    await stream.skip(end - stream.position, "a variable");
  }
  return listed;
}

/** Walks through one variable. Where all of it was inflated but the last numbers, those are as well, for the checksum. */
async function walkVariable(
  mat: MatFile,
  variable: Variable,
  element: Element,
  pathOf: (name: string) => string,
  tell: (found: Found) => void,
): Promise<void> {
  const cursor = cursorIn(mat, variable);
  const reader = new ElementReader(cursor.stream, mat.bigEndian, mat.file);
  const matrix = variable.compressed ? await reader.tag(Infinity, "a compressed array") : element;
  let isNumbers = false;
  await walkMatrix(reader, matrix, pathOf, (found) => {
    isNumbers = isPlain(found);
    tell(found);
  });
  if (isNumbers) return;
  await reader.settle();
  await cursor.finish();
}

/** Whether an array is a variable by itself, of numbers and nothing else. */
export function isPlain({ path, numbers, sparse }: Found): boolean {
  return numbers !== undefined && sparse === undefined && !path.includes(".");
}

/** A place in the bytes of a variable. */
export interface Cursor {
  readonly variable: Variable;
  readonly stream: ByteStream;
  /** At the end of a compressed variable: compares its checksum. */
  finish(): Promise<void>;
}

/** At the start of a variable. */
export function cursorIn(mat: MatFile, variable: Variable): Cursor {
  const region = { ...mat, ...variable };
  if (!variable.compressed) return { variable, stream: plainStream(region), finish: async () => {} };
  const stream = zlibStream(region, mat);
  return { variable, stream, finish: () => stream.finish() };
}
