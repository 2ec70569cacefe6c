import { powerOfTwo } from "../../../base/math/powers.ts";
import type { DtypeName } from "../dtypes.ts";
import type { Struct } from "./thrift.ts";

/** What a column holds, and how its values stand in a page. */
export interface Content {
  readonly kind: "numbers" | "text" | "other";
  /** Numbers in NumPy's words, others in the plural. */
  readonly type: string;
  /** Elements of numbers as they are written without packing. */
  readonly wire?: DtypeName;
}

/** Physical types. */
const [boolean, int32, int64, int96, float, double, bytes, fixed] = [0, 1, 2, 3, 4, 5, 6, 7];

/** What a value means beside its physical type: by logical type, and by the converted type of older files. */
const logical = {
  1: "text",
  4: "text",
  5: "decimals",
  6: "dates",
  7: "times",
  8: "timestamps",
  11: "nulls",
  12: "text",
  13: "BSON",
  14: "UUIDs",
  16: "variants",
  17: "geometries",
  18: "geographies",
} as const;
const converted = {
  0: "text",
  4: "text",
  5: "decimals",
  6: "dates",
  7: "times",
  8: "times",
  9: "timestamps",
  10: "timestamps",
  19: "text",
  20: "BSON",
  21: "intervals",
} as const;

/** What the leaf of a schema holds. */
export function contentOf(element: Struct): Content {
  const physical = element.int(1, "a physical type", -1);
  const meaning = meaningOf(element);
  if (meaning === "text" && physical === bytes) return { kind: "text", type: "text" };
  if (meaning !== undefined) return { kind: "other", type: meaning };
  switch (physical) {
    case boolean:
      return { kind: "numbers", type: "bool", wire: "b1" };
    case int32:
      return integers(element, 32);
    case int64:
      return integers(element, 64);
    case int96:
      return { kind: "other", type: "timestamps" };
    case float:
      return { kind: "numbers", type: "float32", wire: "f4" };
    case double:
      return { kind: "numbers", type: "float64", wire: "f8" };
    case fixed:
      return isHalf(element)
        ? { kind: "numbers", type: "float16", wire: "f2" }
        : { kind: "other", type: "bytes" };
    default:
      return { kind: "other", type: "bytes" };
  }
}

function meaningOf(element: Struct): string | undefined {
  const type = element.struct(10, "a logical type");
  for (const [id, meaning] of Object.entries(logical)) if (type?.has(Number(id))) return meaning;
  return converted[element.int(6, "a converted type", -1) as keyof typeof converted];
}

/** Of 8 to 64 bits, with a sign if nothing else is said; those of up to 32 stand in 32. */
function integers(element: Struct, size: 32 | 64): Content {
  const declared = element.struct(10, "a logical type")?.struct(10, "an integer type");
  const old = element.int(6, "a converted type", -1);
  const isOld = old >= 11 && old <= 18;
  const bits = declared?.int(1, "a number of bits") ?? (isOld ? 8 * powerOfTwo((old - 11) % 4) : size);
  const isSigned = declared ? declared.int(2, "a sign", 1) === 1 : !isOld || old >= 15;
  const wire = `${isSigned ? "i" : "u"}${size / 8}` as DtypeName;
  return { kind: "numbers", type: `${isSigned ? "" : "u"}int${bits}`, wire };
}

function isHalf(element: Struct): boolean {
  const type = element.struct(10, "a logical type");
  return element.int(2, "a length", 0) === 2 && (type?.has(15) ?? false);
}
