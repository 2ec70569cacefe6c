/** The stack machine that a pickle is a program of, without its opcodes. */
import { powerOfTwo } from "../../../base/math/powers.ts";
import type { ByteReader } from "../bytes.ts";
import { describe, type Composite, type Value } from "./values.ts";

/** What the names in a pickle mean. */
export interface World {
  /** A class, function or constant. @throws {Unknown} if it is not one of those that are data. */
  find(name: string): Value;
  /** What calling it would give, as data. */
  call(callee: Value, given: readonly Value[]): Value;
  /** What is kept outside of the pickle. */
  persistent(id: Value): Value;
}

/** Thrown by a world, which does not know where in the file it is. */
export class Unknown extends Error {
  readonly expected: string;
  readonly got: string;
  readonly advice: string;

  constructor(expected: string, got: string, advice = "") {
    super(got);
    [this.expected, this.got, this.advice] = [expected, got, advice];
  }
}

/** Values in arguments that a pickle may ask for, for each of its bytes: a list could be copied again and again. */
const copiedPerByte = 4;

const decoder = new TextDecoder();

/** Stack, marks and memo; what is pushed is data. */
export class Machine {
  readonly reader: ByteReader;
  readonly world: World;
  readonly memo = new Map<number, Value>();
  readonly #stack: Value[] = [];
  /** Heights of the stack at its marks. */
  readonly #marks: number[] = [];
  #copied = 0;

  constructor(reader: ByteReader, world: World) {
    [this.reader, this.world] = [reader, world];
  }

  push(value: Value): void {
    this.#stack.push(value);
  }

  pop(): Value {
    const value = this.#stack.length > (this.#marks.at(-1) ?? 0) ? this.#stack.pop() : undefined;
    if (value === undefined) throw this.reader.problem("a value on the stack of a pickle", "none");
    return value;
  }

  top(): Value {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** What stands above the last mark. */
  popToMark(): Value[] {
    const height = this.#marks.pop();
    if (height === undefined) throw this.reader.problem("a mark on the stack of a pickle", "none");
    return this.#stack.splice(height);
  }

  /** Removes the last value, or the last mark where that is above it. */
  drop(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  /** The last value, which must be of a kind. */
  topOf<Kind extends Composite["kind"]>(kind: Kind): Extract<Composite, { readonly kind: Kind }> {
    const value = this.top();
    if (value !== null && typeof value === "object" && value.kind === kind)
      return value as Extract<Composite, { readonly kind: Kind }>;
    throw this.reader.problem(`a ${kind} on the stack of a pickle`, describe(value));
  }

  recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.reader.problem("a value that was put aside", `number ${index}`);
    this.push(value);
  }

  call(callee: Value, given: Value): void {
    if (given === null || typeof given !== "object" || given.kind !== "tuple")
      throw this.reader.problem("a tuple of arguments", describe(given));
    this.#copied += sizeIn(given);
    const most = copiedPerByte * this.reader.bytes.length;
    if (this.#copied > most) throw this.reader.problem(`at most ${most} values in arguments`, "more");
    this.push(this.world.call(callee, given.items));
  }

  text(length: number): void {
    this.push(decoder.decode(this.reader.take(length, "a text")));
  }

  bytes(length: number): void {
    this.reader.skip(length, "bytes");
    this.push({ kind: "inert", name: "bytes" });
  }

  /** A whole number of that many bytes, the lowest first, in two's complement. */
  integer(length: number): void {
    const bytes = this.reader.take(length, "a whole number");
    const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
    const signed = bytes.length > 0 && bytes.at(-1)! > 127 ? value - powerOfTwo(8 * length) : value;
    if (Number.isSafeInteger(value)) this.push(signed);
    else this.push({ kind: "inert", name: "a whole number beyond 2^53" });
  }

  /** A word up to the end of its line. */
  line(): string {
    const { bytes, offset } = this.reader;
    const end = bytes.indexOf(0x0a, offset);
    if (end < 0) throw this.reader.problem("a name up to the end of its line", "no end");
    const word = decoder.decode(this.reader.take(end - offset, "a name"));
    this.reader.skip(1, "the end of a line");
    return word;
  }

  /** A name as its module and its place in that. */
  global(module: string, name: string): void {
    this.push(this.world.find(`${module}.${name}`));
  }
}

/** Values in arguments and in the lists among them, which may be copied. */
function sizeIn({ items }: { readonly items: readonly Value[] }): number {
  const inside = (value: Value) =>
    value !== null && typeof value === "object" && "items" in value ? value.items.length : 0;
  return items.reduce<number>((sum, value) => sum + 1 + inside(value), 0);
}
