import { piecesOf } from "../../../src/data/source.ts";
import { allRows, type OpenedFile, type OpenFile, type OpenHow } from "../../../src/data/formats/opened.ts";

/** Opens bytes as a file of some name. */
export function opened(
  open: OpenFile,
  name: string,
  bytes: Uint8Array,
  how: Partial<OpenHow> = {},
): Promise<OpenedFile> {
  const source = { name, bytes };
  const pieces = async () => (await piecesOf(source))!;
  return open({ path: name, source, pieces }, { maxMemory: 2 ** 28, ...how });
}

/** Shape and numbers of an array of a file, all its rows at once. */
export async function numbersOf({ arrays }: OpenedFile, path = arrays[0]!.path) {
  const array = arrays.find((one) => one.path === path)!;
  const { shape, stored } = array;
  return { shape, stored, data: await array.read(allRows(array)) };
}

/** The error that a promise rejects with. */
export async function rejected(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (error: Error) => error,
  );
}
