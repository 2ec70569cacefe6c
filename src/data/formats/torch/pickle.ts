/** Reads pickles of protocols 2 to 5 as plain data. */
import { ByteReader } from "../bytes.ts";
import { Machine, Unknown, type World } from "./machine.ts";
import { describe, type Value } from "./values.ts";

/**
 * Interprets a pickle. Opcodes that only make data are carried out; every name is looked up in `world`, and
 * nothing is ever called or imported.
 *
 * Source: Python's `pickletools`.
 * @throws {FormatError} for what is damaged, and for every opcode and name that is not on the list.
 */
export function readPickle(bytes: Uint8Array, where: string, world: World): Value {
  const reader = new ByteReader(bytes, where);
  const machine = new Machine(reader, world);
  for (;;) {
    const at = reader.offset;
    const code = reader.u8("an opcode of a pickle");
    if (code === stop) return machine.pop();
    const step = opcodes[code];
    if (!step) throw reader.problem("an opcode of protocols 2 to 5 that makes data", opcodeName(code), at);
    try {
      step(machine);
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      throw reader.problem(error.expected, error.got, at, error.advice);
    }
  }
}

const stop = 0x2e;

function opcodeName(code: number): string {
  const letter = code > 0x20 && code < 0x7f ? ` ("${String.fromCharCode(code)}")` : "";
  return `0x${code.toString(16)}${letter}`;
}

type Step = (machine: Machine) => void;

const tuple = (items: Value[]): Value => ({ kind: "tuple", items });

/** Pushes a tuple of the last values. */
const tupleOf =
  (count: number): Step =>
  (m) =>
    m.push(tuple(Array.from({ length: count }, () => m.pop()).reverse()));

/** Adds keys and values to the dictionary under them. */
function setItems(m: Machine, items: readonly Value[]): void {
  if (items.length % 2 !== 0) throw m.reader.problem("a value to each key", "a key without one");
  const owner = m.top();
  // What is set in an object that is left as it is, is left with it.
  if (owner !== null && typeof owner === "object" && owner.kind === "inert") return;
  const { items: into } = m.topOf("dict");
  for (const item of items) into.push(item);
}

function append(m: Machine, items: readonly Value[]): void {
  const { items: into } = m.topOf("list");
  for (const item of items) into.push(item);
}

function newObject(m: Machine): void {
  const given = m.pop();
  m.call(m.pop(), given);
}

/** The state of an object: PyTorch gives dictionaries some, which is no part of them. */
function build(m: Machine): void {
  m.pop();
  const owner = m.top();
  const kind = owner !== null && typeof owner === "object" ? owner.kind : undefined;
  if (kind !== "dict" && kind !== "inert")
    throw m.reader.problem("state of a dictionary", `that of ${describe(owner)}`);
}

const inertSet = (m: Machine) => m.push({ kind: "inert", name: "set" });

/** The opcodes that are carried out, by `pickletools`' numbers. */
const opcodes: Readonly<Record<number, Step>> = {
  // PROTO, FRAME
  0x80: (m) => {
    const protocol = m.reader.u8("the protocol of a pickle");
    if (protocol < 2 || protocol > 5) throw m.reader.problem("protocol 2 to 5 of a pickle", `${protocol}`);
  },
  0x95: (m) => m.reader.skip(8, "a frame of a pickle"),
  // MARK, POP, POP_MARK, DUP
  0x28: (m) => m.mark(),
  0x30: (m) => m.drop(),
  0x31: (m) => void m.popToMark(),
  0x32: (m) => m.push(m.top()),
  // NONE, NEWTRUE, NEWFALSE
  0x4e: (m) => m.push(null),
  0x88: (m) => m.push(true),
  0x89: (m) => m.push(false),
  // BININT, BININT1, BININT2, LONG1, LONG4, BINFLOAT
  0x4a: (m) => m.push(m.reader.u32("a whole number") | 0),
  0x4b: (m) => m.push(m.reader.u8("a whole number")),
  0x4d: (m) => m.push(m.reader.u16("a whole number")),
  0x8a: (m) => m.integer(m.reader.u8("a length")),
  0x8b: (m) => m.integer(m.reader.u32("a length")),
  0x47: (m) => m.push(doubleOf(m.reader.take(8, "a number"))),
  // BINUNICODE, SHORT_BINUNICODE, BINUNICODE8, SHORT_BINSTRING, BINSTRING
  0x58: (m) => m.text(m.reader.u32("a length")),
  0x8c: (m) => m.text(m.reader.u8("a length")),
  0x8d: (m) => m.text(m.reader.u64("a length")),
  0x55: (m) => m.text(m.reader.u8("a length")),
  0x54: (m) => m.text(m.reader.u32("a length")),
  // BINBYTES, SHORT_BINBYTES, BINBYTES8, BYTEARRAY8
  0x42: (m) => m.bytes(m.reader.u32("a length")),
  0x43: (m) => m.bytes(m.reader.u8("a length")),
  0x8e: (m) => m.bytes(m.reader.u64("a length")),
  0x96: (m) => m.bytes(m.reader.u64("a length")),
  // EMPTY_TUPLE, TUPLE, TUPLE1, TUPLE2, TUPLE3
  0x29: tupleOf(0),
  0x74: (m) => m.push(tuple(m.popToMark())),
  0x85: tupleOf(1),
  0x86: tupleOf(2),
  0x87: tupleOf(3),
  // EMPTY_LIST, LIST, APPEND, APPENDS
  0x5d: (m) => m.push({ kind: "list", items: [] }),
  0x6c: (m) => m.push({ kind: "list", items: m.popToMark() }),
  0x61: (m) => append(m, [m.pop()]),
  0x65: (m) => append(m, m.popToMark()),
  // EMPTY_DICT, DICT, SETITEM, SETITEMS
  0x7d: (m) => m.push({ kind: "dict", items: [] }),
  0x64: (m) => {
    const items = m.popToMark();
    m.push({ kind: "dict", items: [] });
    setItems(m, items);
  },
  0x73: (m) => setItems(m, [m.pop(), m.pop()].reverse()),
  0x75: (m) => setItems(m, m.popToMark()),
  // EMPTY_SET, ADDITEMS, FROZENSET
  0x8f: inertSet,
  0x90: (m) => void m.popToMark(),
  0x91: (m) => {
    m.popToMark();
    inertSet(m);
  },
  // BINGET, LONG_BINGET, BINPUT, LONG_BINPUT, MEMOIZE
  0x68: (m) => m.recall(m.reader.u8("a number")),
  0x6a: (m) => m.recall(m.reader.u32("a number")),
  0x71: (m) => void m.memo.set(m.reader.u8("a number"), m.top()),
  0x72: (m) => void m.memo.set(m.reader.u32("a number"), m.top()),
  0x94: (m) => void m.memo.set(m.memo.size, m.top()),
  // GLOBAL, STACK_GLOBAL
  0x63: (m) => m.global(m.line(), m.line()),
  0x93: (m) => {
    const [name, module] = [m.pop(), m.pop()];
    if (typeof name !== "string" || typeof module !== "string")
      throw m.reader.problem("a module and a name in it", `${describe(module)} and ${describe(name)}`);
    m.global(module, name);
  },
  // REDUCE, NEWOBJ, NEWOBJ_EX, BUILD, BINPERSID
  0x52: newObject,
  0x81: newObject,
  0x92: (m) => {
    m.pop();
    newObject(m);
  },
  0x62: build,
  0x51: (m) => m.push(m.world.persistent(m.pop())),
};

function doubleOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
}
