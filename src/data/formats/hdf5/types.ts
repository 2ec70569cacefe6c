import { isDtypeName, type DtypeName } from "../dtypes.ts";
import type { Metadata } from "./h5wasm.ts";

/** HDF5's classes of types, by its own numbers (H5T_class_t). */
export const classes = {
  integer: 0,
  float: 1,
  time: 2,
  string: 3,
  bitfield: 4,
  opaque: 5,
  compound: 6,
  reference: 7,
  enumeration: 8,
  vlen: 9,
  array: 10,
} as const;

/** How the elements of a dataset are read, or why they are not. */
export interface ElementType {
  /** In NumPy's words. */
  readonly name: string;
  /** Little-endian, as the library hands them over. */
  readonly dtype?: DtypeName;
  /** Axes inside an element, after those of the dataset. */
  readonly inner?: readonly number[];
  readonly refused?: string;
}

export function elementType(metadata: Metadata): ElementType {
  switch (metadata.type) {
    case classes.integer:
      return numeric(metadata, metadata.signed ? "i" : "u", metadata.signed ? "int" : "uint");
    case classes.float:
      return numeric(metadata, "f", "float");
    case classes.bitfield:
      return metadata.size === 1 ? boolean : refused("bits", "fields of bits");
    case classes.enumeration:
      return isBoolean(metadata)
        ? boolean
        : refused("enumeration", "an enumeration, whose numbers are labels");
    case classes.array:
      return arrayType(metadata);
    case classes.compound:
      return compoundType(metadata);
    case classes.string:
      return refused("text", "text");
    case classes.reference:
      return refused("references", "references to other objects");
    case classes.vlen:
      return refused("rows of unequal length", "rows of unequal length");
    default:
      return refused("opaque", "bytes without a type of number");
  }
}

const boolean: ElementType = { name: "bool", dtype: "b1" };

function refused(name: string, why: string): ElementType {
  return { name, refused: why };
}

function numeric({ size }: Metadata, letter: string, word: string): ElementType {
  const dtype = `${letter}${size}`;
  const name = `${word}${8 * size}`;
  if (isDtypeName(dtype)) return { name, dtype };
  return refused(name, `numbers of ${8 * size} bits, which no double holds`);
}

/** h5py's and netCDF's boolean: an enumeration of FALSE and TRUE in a byte. */
function isBoolean({ enum_type, size }: Metadata): boolean {
  const { FALSE, TRUE, ...others } = enum_type?.members ?? {};
  return size === 1 && FALSE === 0 && TRUE === 1 && Object.keys(others).length === 0;
}

function arrayType({ array_type }: Metadata): ElementType {
  const base = elementType(array_type!);
  return base.inner
    ? refused(base.name, "arrays inside arrays")
    : { ...base, inner: array_type!.shape ?? [] };
}

/** Two floats, r and i, are a complex number to h5py; `real` and `imag` to MATLAB. */
function compoundType({ compound_type, size }: Metadata): ElementType {
  const names = (compound_type?.members ?? []).map(({ name }) => name);
  const complex = ["r,i", "real,imag"].includes(names.join());
  if (complex) return refused(`complex${8 * size}`, "complex numbers");
  return refused("table", `a table with the columns ${names.slice(0, 8).join(", ")}`);
}
