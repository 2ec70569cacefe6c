import { runSteps } from "../../../base/steps.ts";
import type { FileToOpen, OpenedFile, OpenFile, OpenHow, StoredArray } from "../opened.ts";
import { listed } from "./array.ts";
import { atOnce } from "./at-once.ts";
import { hdf5Library } from "./library.ts";
import { withScales } from "./scales.ts";
import { datasets, type OpenHdf5 } from "./tree.ts";

/**
 * An HDF5 file: every dataset by its path. Groups and links inside the file are followed; scales of
 * dimensions name axes, and stimuli where they are texts.
 * @throws {FormatError} if it is damaged, or h5wasm is not installed.
 */
export const openHdf5: OpenFile = (file, how) => opening(file, how, async (open) => arraysOf(open, how));

/** Every dataset of an open file. */
export async function arraysOf(file: OpenHdf5, how: OpenHow): Promise<StoredArray[]> {
  const found = await runSteps(datasets(file), how.signal);
  return withScales(
    file,
    found.map((one) => listed(file, one, how)),
    how,
  );
}

/** Opens a file with the library, lists its arrays, and gives back what is held if that fails. */
export async function opening(
  { path: name, source }: FileToOpen,
  how: OpenHow,
  list: (file: OpenHdf5) => Promise<readonly StoredArray[]>,
): Promise<OpenedFile> {
  const library = await hdf5Library(name);
  const { path, unmount } = library.mount(await atOnce(source, how, how.signal));
  let id = -1n;
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    if (id >= 0n) library.close(id);
    unmount();
  };
  try {
    id = library.call(name, (hdf5) => hdf5.open(path, hdf5.H5F_ACC_RDONLY, false));
    if (id < 0n) throw library.problem(name);
    return { arrays: await list({ library, id, name }), close };
  } catch (error) {
    await close();
    throw error;
  }
}
