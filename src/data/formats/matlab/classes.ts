/** Classes of numbers. */
import { dtypes, type DtypeName } from "../dtypes.ts";

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
