import { OptionError } from "../../base/errors.ts";
import type { Steps } from "../../base/steps.ts";
import type { Limits } from "./bytes.ts";
import type { Table, TableReading } from "./text/csv.ts";
import type { OpenFile } from "./opened.ts";
import type { Unread } from "./unread.ts";

/**
 * Reads the bytes of a file, in steps of a few milliseconds.
 * @param file - path or name: named in errors, and in the representations without folders and extension
 * @throws {FormatError} whatever is wrong with the file.
 */
export type Parse = (bytes: Uint8Array, file: string, how: TableReading) => Steps<Table[]>;

/** A file format. */
export interface Format {
  readonly title: string;
  /**
   * Its reader, which is loaded when the first file of this format comes: of the whole file (`load`), of the header
   * behind which the numbers lie as they are (`unread`), or of one array after the other (`open`).
   */
  load?(): Promise<Parse>;
  unread?(): Promise<HeadReader>;
  open?(): Promise<OpenFile>;
  /** Whether a file of it may be a folder. */
  readonly folder?: boolean;
}

/** Reads the beginning of a file. */
interface HeadReader {
  /** How much of the file that is. @param first - sixteen bytes, or all */
  sizeOf(first: Uint8Array, file: string, size: number): number;
  /** @param size - of the whole file. @throws {FormatError} as its `Parse`, if it is not a number that is wrong */
  parse(head: Uint8Array, file: string, size: number, limits: Limits): Unread[];
}

const pytorch: Format = {
  title: "PyTorch tensors",
  open: async () => (await import("./torch/pt.ts")).openPt,
};

/** Every format, by the extension of its files. Help, messages and the page are made from this list. */
export const formats: Readonly<Record<string, Format>> = {
  npy: {
    title: "NumPy array",
    unread: async () => {
      const { npyHeadSize, npyUnread } = await import("./numpy/npy.ts");
      return { sizeOf: npyHeadSize, parse: npyUnread };
    },
  },
  npz: { title: "NumPy archive", load: async () => (await import("./numpy/npz.ts")).npzSteps },
  safetensors: {
    title: "safetensors",
    unread: async () => {
      const { safetensorsHeadSize, safetensorsUnread } = await import("./safetensors/safetensors.ts");
      return { sizeOf: safetensorsHeadSize, parse: safetensorsUnread };
    },
  },
  pt: pytorch,
  pth: pytorch,
  mat: { title: "MATLAB", open: async () => (await import("./matlab/mat.ts")).openMat },
  parquet: { title: "Apache Parquet", open: async () => (await import("./parquet/parquet.ts")).openParquet },
  arrow: { title: "Apache Arrow", open: async () => (await import("./arrow/arrow.ts")).openArrow },
  feather: { title: "Feather", open: async () => (await import("./arrow/arrow.ts")).openArrow },
  h5: { title: "HDF5", open: async () => (await import("./hdf5/open.ts")).openHdf5 },
  hdf5: { title: "HDF5", open: async () => (await import("./hdf5/open.ts")).openHdf5 },
  nc: { title: "netCDF", open: async () => (await import("./netcdf/open.ts")).openNetcdf },
  nwb: { title: "Neurodata Without Borders", open: async () => (await import("./hdf5/nwb.ts")).openNwb },
  csv: { title: "comma-separated values", load: async () => (await import("./text/csv.ts")).csvSteps },
  tsv: { title: "tab-separated values", load: async () => (await import("./text/csv.ts")).tsvSteps },
  nii: { title: "NIfTI volumes", open: async () => (await import("./nifti/open.ts")).openNifti },
  "nii.gz": {
    title: "NIfTI volumes, compressed",
    open: async () => (await import("./nifti/open.ts")).openNifti,
  },
  zarr: {
    title: "Zarr hierarchy: a folder or an address",
    open: async () => (await import("./zarr/open.ts")).openZarr,
    folder: true,
  },
  "zarr.zip": {
    title: "Zarr hierarchy, archived",
    open: async () => (await import("./zarr/open.ts")).openZarr,
  },
  gii: { title: "GIFTI surfaces", open: async () => (await import("./gifti/open.ts")).openGifti },
};

/** What the names of files that `read` takes may end in: `.npy`, `.csv` and so on. */
export const extensions: readonly string[] = Object.keys(formats).map((name) => `.${name}`);

/** @throws {OptionError} if no format has the extension. */
export function formatOf(path: string): Format {
  const known = knownExtensionOf(path);
  if (known !== undefined) return formats[known]!;
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const accepted = Object.entries(formats).map(([name, { title }]) => `.${name} (${title})`);
  throw new OptionError(
    `${path}: expected a file ending in ${accepted.join(", ")}; got ${extension ? `".${extension}"` : "no extension"}.` +
      advice(extension),
  );
}

/** Whether some format has the extension of this name. */
export function isReadable(path: string): boolean {
  return knownExtensionOf(path) !== undefined;
}

/** Whether a folder of this name is a file of some format. */
export function mayBeFolder(path: string): boolean {
  const known = knownExtensionOf(path);
  return known !== undefined && formats[known]!.folder === true;
}

/** Its longest known extension: of `x.nii.gz` that is `nii.gz`. */
function knownExtensionOf(path: string): string | undefined {
  const [, ...parts] = (/[^/\\]*$/.exec(path.toLowerCase()) as RegExpExecArray)[0].split(".");
  const endings = parts.map((_, k) => parts.slice(k).join("."));
  return endings.find((ending) => Object.hasOwn(formats, ending));
}

/** One line that makes a readable file of a common other one. */
function advice(extension: string): string {
  const lines: Readonly<Record<string, string>> = {
    pkl: 'In Python: numpy.save("x.npy", pickle.load(open("x.pkl", "rb")))',
    json: "Results are read as .npy or .csv.",
  };
  return Object.hasOwn(lines, extension) ? ` ${lines[extension]}` : "";
}
