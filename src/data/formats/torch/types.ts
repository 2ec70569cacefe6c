/** Types of numbers of PyTorch. */
import type { DtypeName } from "../dtypes.ts";

interface TorchType {
  /** In NumPy's words. */
  readonly type: string;
  /** How it is read; nothing where it is not. */
  readonly name?: DtypeName;
}

/** By the class of storages, which names the type of most files. */
export const storageTypes: Readonly<Record<string, TorchType>> = {
  DoubleStorage: { type: "float64", name: "f8" },
  FloatStorage: { type: "float32", name: "f4" },
  HalfStorage: { type: "float16", name: "f2" },
  BFloat16Storage: { type: "bfloat16", name: "bf16" },
  LongStorage: { type: "int64", name: "i8" },
  IntStorage: { type: "int32", name: "i4" },
  ShortStorage: { type: "int16", name: "i2" },
  CharStorage: { type: "int8", name: "i1" },
  ByteStorage: { type: "uint8", name: "u1" },
  BoolStorage: { type: "bool", name: "b1" },
  ComplexFloatStorage: { type: "complex64" },
  ComplexDoubleStorage: { type: "complex128" },
  ComplexHalfStorage: { type: "complex32" },
  QInt8Storage: { type: "qint8" },
  QUInt8Storage: { type: "quint8" },
  QInt32Storage: { type: "qint32" },
  QUInt4x2Storage: { type: "quint4x2" },
  QUInt2x4Storage: { type: "quint2x4" },
  /** Bytes, of which each tensor says the type. */
  UntypedStorage: { type: "bytes" },
};

/** By the name of the type in `torch`, for tensors of untyped storages. */
const dtypeNames: Readonly<Record<string, DtypeName>> = {
  uint16: "u2",
  uint32: "u4",
  uint64: "u8",
  ...Object.fromEntries(
    Object.values(storageTypes).flatMap(({ type, name }) => (name ? [[type, name]] : [])),
  ),
};

/** Of `torch.uint16`. */
export function torchType(name: string): TorchType {
  const type = name.replace(/^torch\./, "");
  return Object.hasOwn(dtypeNames, type) ? { type, name: dtypeNames[type]! } : { type };
}
