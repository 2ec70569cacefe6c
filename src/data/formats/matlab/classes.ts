/** Classes of MATLAB's arrays, as level 5 numbers them ("mx" in its manual). */
import { dtypes, type DtypeName } from "../dtypes.ts";

export const cellClass = 1;
export const structClass = 2;
export const objectClass = 3;
export const charClass = 4;
export const sparseClass = 5;
export const functionClass = 16;
export const opaqueClass = 17;

/** Of numbers: their name in NumPy's words, and their own type. */
export const numericClasses: Readonly<Record<number, { readonly type: string; readonly own: DtypeName }>> = {
  6: { type: "float64", own: "f8" },
  7: { type: "float32", own: "f4" },
  8: { type: "int8", own: "i1" },
  9: { type: "uint8", own: "u1" },
  10: { type: "int16", own: "i2" },
  11: { type: "uint16", own: "u2" },
  12: { type: "int32", own: "i4" },
  13: { type: "uint32", own: "u4" },
  14: { type: "int64", own: "i8" },
  15: { type: "uint64", own: "u8" },
};

/** Numbers are often stored in less bytes than their class has, and never in more; whole ones as whole ones. */
export function mayStore(own: DtypeName, stored: DtypeName): boolean {
  const whole = (name: DtypeName) => !name.startsWith("f");
  return dtypes[stored].size <= dtypes[own].size && (whole(stored) || !whole(own));
}
