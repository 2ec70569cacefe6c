import type { ByteReader } from "../bytes.ts";
import type { DtypeName } from "../dtypes.ts";
import type { FlatTable } from "./flatbuffer.ts";

/** A column or what is in its lists: as the schema declares it, with its buffers in a record batch. */
export interface Field {
  readonly name: string;
  readonly kind: "numbers" | "text" | "list" | "other";
  /** Numbers in NumPy's words, others in the plural. */
  readonly type: string;
  readonly wire?: DtypeName;
  /** Of texts and lists: bytes of an offset; 0 for texts that are views, and for lists of a fixed length. */
  readonly offsets?: 0 | 4 | 8;
  /** Of a list of a fixed length. */
  readonly length?: number;
  /** Shape of a list that is declared as a tensor. */
  readonly tensor?: readonly number[];
  /** Buffers of its own; those of its children follow. */
  readonly buffers: number;
  /** Whether it has a number of buffers besides, which each batch tells. */
  readonly isVariadic?: boolean | undefined;
  /** Of a column of places in a dictionary: which, how they are written, and how the texts in it are. */
  readonly dictionary?: {
    readonly id: number;
    readonly indices: DtypeName;
    readonly values: Pick<Field, "buffers" | "isVariadic">;
  };
  readonly children: readonly Field[];
}

export interface Schema {
  readonly fields: readonly Field[];
  readonly pandas?: string;
}

const deepest = 32;
/** A field takes more bytes than these. */
const leastBytes = 8;

/** @throws {FormatError} for what would not let the buffers be told apart, and for big-endian files. */
export function schemaOf(reader: ByteReader, table: FlatTable): Schema {
  if (table.short(0) !== 0) throw reader.problem("little-endian numbers", "a big-endian file");
  let left = reader.bytes.length / leastBytes;
  const field = (given: FlatTable, depth: number): Field => {
    // A damaged buffer can be its own child.
    if (depth > deepest || left-- < 1) throw reader.problem("a schema that is a tree", "fields without end");
    const children = given.tables(5).map((child) => field(child, depth + 1));
    return fieldOf(reader, given, children);
  };
  const fields = table.tables(1).map((given) => field(given, 0));
  const pandas = valueOf(table, 2, "pandas");
  return { fields, ...(pandas !== undefined && { pandas }) };
}

/** A value among the keys and values of field `place`. */
function valueOf(table: FlatTable, place: number, key: string): string | undefined {
  return table
    .tables(place)
    .find((pair) => pair.text(0) === key)
    ?.text(1);
}

function fieldOf(reader: ByteReader, given: FlatTable, children: readonly Field[]): Field {
  const name = given.text(0);
  const plain = { name, children, ...typeOf(reader, given, children) };
  const dictionary = given.table(4);
  if (!dictionary) return plain;
  // The values are in dictionaries; a batch has their places, with what tells which are missing.
  const { kind, type } =
    plain.kind === "text" ? plain : { kind: "other" as const, type: `${plain.type} in a dictionary` };
  const indices = integer(dictionary.table(1));
  if (!indices) throw reader.problem("places in a dictionary of 8 to 64 bits", "others");
  const { buffers, isVariadic = false } = plain;
  return {
    ...plain,
    kind,
    type,
    buffers: 2,
    isVariadic: false,
    dictionary: { id: dictionary.long(0), indices: indices.wire, values: { buffers, isVariadic } },
    children: [],
  };
}

type Typed = Omit<Field, "name" | "children" | "dictionary">;

/** What the types of Arrow's union are, by number; without those that `typeOf` tells. */
const others: Readonly<Record<number, readonly [type: string, buffers: number]>> = {
  1: ["nulls", 0],
  4: ["bytes", 3],
  7: ["decimals", 2],
  8: ["dates", 2],
  9: ["times", 2],
  10: ["timestamps", 2],
  11: ["intervals", 2],
  13: ["structs", 1],
  15: ["bytes", 2],
  17: ["maps", 2],
  18: ["durations", 2],
  19: ["bytes", 3],
  22: ["run-ends", 0],
  25: ["views of lists", 3],
  26: ["views of lists", 3],
};

function typeOf(reader: ByteReader, given: FlatTable, children: readonly Field[]): Typed {
  const number = given.byte(2);
  const details = given.table(3);
  switch (number) {
    case 2:
      return integer(details) ?? unknown(reader, "integers of another size");
    case 3:
      return float(details?.short(0) ?? 0) ?? unknown(reader, "floats of another size");
    case 5:
      return { kind: "text", type: "text", offsets: 4, buffers: 3 };
    case 6:
      return { kind: "numbers", type: "bool", wire: "b1", buffers: 2 };
    case 12:
      return list(children, { offsets: 4, buffers: 2 });
    case 14: // a sparse union has no offsets
      return { kind: "other", type: "unions", buffers: details?.short(0) === 1 ? 2 : 1 };
    case 16:
      return list(children, { offsets: 0, buffers: 1, length: details?.int(0) ?? 0, ...tensorOf(given) });
    case 20:
      return { kind: "text", type: "text", offsets: 8, buffers: 3 };
    case 21:
      return list(children, { offsets: 8, buffers: 2 });
    case 23:
      return { kind: "other", type: "bytes", buffers: 2, isVariadic: true };
    case 24:
      return { kind: "text", type: "text", offsets: 0, buffers: 2, isVariadic: true };
    default: {
      const [type, buffers] = others[number] ?? unknown(reader, `type ${number}`);
      return { kind: "other", type, buffers };
    }
  }
}

function unknown(reader: ByteReader, got: string): never {
  throw reader.problem("a type of Arrow that is known", got);
}

function integer(details: FlatTable | undefined): (Typed & { wire: DtypeName }) | undefined {
  const bits = details?.int(0) ?? 0;
  if (![8, 16, 32, 64].includes(bits)) return undefined;
  const isSigned = details!.byte(1) === 1;
  const wire = `${isSigned ? "i" : "u"}${bits / 8}` as DtypeName;
  return { kind: "numbers", type: `${isSigned ? "" : "u"}int${bits}`, wire, buffers: 2 };
}

function float(precision: number): Typed | undefined {
  const bits = [16, 32, 64][precision];
  if (bits === undefined) return undefined;
  return { kind: "numbers", type: `float${bits}`, wire: `f${bits / 8}` as DtypeName, buffers: 2 };
}

/** A list of numbers, or of lists of them; a list of anything else is refused. */
function list(
  children: readonly Field[],
  how: Pick<Field, "offsets" | "buffers" | "length" | "tensor">,
): Typed {
  const child = children[0];
  const isOfNumbers = children.length === 1 && (child!.kind === "numbers" || child!.kind === "list");
  const type = isOfNumbers ? child!.type : `lists of ${child?.type ?? "nothing"}`;
  return { kind: isOfNumbers ? "list" : "other", type, ...how };
}

/** The shape of the extension type `arrow.fixed_shape_tensor`, unless its axes are permuted. */
function tensorOf(given: FlatTable): { tensor?: readonly number[] } {
  if (valueOf(given, 6, "ARROW:extension:name") !== "arrow.fixed_shape_tensor") return {};
  try {
    const { shape, permutation } = JSON.parse(valueOf(given, 6, "ARROW:extension:metadata") ?? "{}") as {
      shape?: unknown;
      permutation?: readonly number[];
    };
    const isShape = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
    const isInOrder = !permutation || permutation.every((axis, k) => axis === k);
    return isShape && isInOrder ? { tensor: shape as number[] } : {};
  } catch {
    return {};
  }
}
