import { FormatError } from "../../../base/errors.ts";
import { hasFiles, isRemote, type Source } from "../../source.ts";
import { decodedBytes, storedAs, wordFor } from "../dtypes.ts";
import type { FileToOpen, OpenedFile, OpenHow, StoredArray } from "../opened.ts";
import { asIs, optional } from "../optional.ts";
import { sizeOf } from "../shapes.ts";
import { registerCodecs } from "./codecs.ts";
import type { ZarrArray } from "./metadata.ts";
import type { Readable } from "./numbers.ts";
import { readerOf, scratchOf } from "./read.ts";
import { folderStore, remoteStore, zipStore, type Store } from "./store.ts";
import { arraysIn } from "./walk.ts";

/**
 * A Zarr hierarchy of version 2 or 3: a folder (`.zarr`), an archive of one (`.zarr.zip`), or an address. Each array
 * is named by its path, and read chunk by chunk; chunks that are not stored hold the fill value. Names of
 * dimensions become those of the axes. float32 and less stay single precision, everything else becomes double.
 *
 * Sources: Zarr storage specification version 2; Zarr core specification version 3 with ZEP 2 (shards).
 *
 * @throws {FormatError} for what is no hierarchy, a damaged document, and an address that is not consolidated.
 */
export async function openZarr(file: FileToOpen, how: OpenHow): Promise<OpenedFile> {
  const zarr = await optional("zarrita", () => import("zarrita").catch(asIs), file.path);
  registerCodecs(zarr);
  const store = await storeOf(file, how);
  const arrays = await arraysIn(store, file.path, how.signal);
  return {
    arrays: arrays.map((array) =>
      storedArray(array, (readable) => readerOf(zarr, store, readable, file.path), file.path),
    ),
    close: async () => {},
  };
}

async function storeOf(file: FileToOpen, how: OpenHow): Promise<Store> {
  const { source, path } = file;
  if (path.toLowerCase().endsWith(".zip")) return zipStore(await file.pieces(), path, how);
  const address = addressOf(source);
  if (address === undefined)
    throw new FormatError({
      file: path,
      offset: 0,
      expected: "a folder, or an archive of one (.zarr.zip)",
      got: "bytes",
    });
  return isRemote(address) || !hasFiles()
    ? remoteStore(address, how, how.signal)
    : folderStore(address, how, how.signal);
}

/** Where a folder is. */
function addressOf(source: Source): string | undefined {
  if (typeof source === "string") return source;
  if (!(source instanceof URL)) return undefined;
  return source.protocol === "file:" ? decodeURIComponent(source.pathname) : source.href;
}

function storedArray(
  array: ZarrArray,
  open: (array: Readable) => StoredArray["read"],
  file: string,
): StoredArray {
  const { path, shape: own, axes, type, layout } = array;
  const shape = own.length === 0 ? [1] : own;
  const common = { path, shape, type, ...(axes && { axes }) };
  if ("refused" in layout) return { ...common, ...refusal(layout.refused, `${file}/${path}`) };
  const readable = { ...array, layout };
  let read: StoredArray["read"] | undefined;
  const { name } = layout.element;
  return {
    ...common,
    type: wordFor(name),
    ...storedAs(name),
    bytes: decodedBytes(name, sizeOf(shape)),
    scratch: scratchOf(readable),
    byRows: (layout.inner[0] ?? 1) < shape[0]!,
    read: (rows, signal, memory) => (read ??= open(readable))(rows, signal, memory),
  };
}

function refusal(refused: string, file: string): Pick<StoredArray, "refused" | "bytes" | "scratch" | "read"> {
  return {
    refused,
    bytes: 0,
    scratch: 0,
    async read() {
      throw new FormatError({
        file,
        offset: 0,
        expected: "an array of real numbers that can be read",
        got: refused,
      });
    },
  };
}
