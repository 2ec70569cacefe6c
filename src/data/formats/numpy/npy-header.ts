import { quoted } from "../bytes.ts";

/** The three entries of a `.npy` header. */
export interface NpyHeader {
  /** Byte order, letter and size of the elements, e.g. `<f8`. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** Throws; `index` is the position in the header's text. */
type Fail = (expected: string, got: string, index: number) => never;

// One token of the Python literals that a header may hold. Python 2 wrote `3L`.
const token = /\s*(?:'([^'\\]*)'|"([^"\\]*)"|(\d+)L?|(True|False)|([{}():,[\]]))/y;

/**
 * Reads `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`: a Python
 * literal of exactly these keys, in any order. Nothing is evaluated.
 */
export function parseNpyHeader(text: string, fail: Fail): NpyHeader {
  const tokens = new Tokens(text, fail);
  const entries: { descr?: string; fortran_order?: boolean; shape?: number[] } = {};
  tokens.expect("{");
  while (!tokens.accept("}")) {
    const start = tokens.index;
    const key = tokens.string();
    if (Object.hasOwn(entries, key)) fail("each key once", quoted(key), start);
    tokens.expect(":");
    if (key === "descr") entries.descr = tokens.string();
    else if (key === "fortran_order") entries.fortran_order = tokens.boolean();
    else if (key === "shape") entries.shape = tokens.tuple();
    else fail("descr, fortran_order or shape", quoted(key), start);
    if (!tokens.accept(",")) tokens.require("}");
  }
  tokens.end();
  const { descr, fortran_order: fortranOrder, shape } = entries;
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    return fail(
      "the keys descr, fortran_order and shape",
      `only ${Object.keys(entries).join(", ") || "{}"}`,
      0,
    );
  }
  return { descr, fortranOrder, shape };
}

class Tokens {
  index = 0;
  readonly #text: string;
  readonly #fail: Fail;

  constructor(text: string, fail: Fail) {
    this.#text = text;
    this.#fail = fail;
  }

  string(): string {
    const [, single, double] = this.#next("a quoted string", (match) => (match[1] ?? match[2]) !== undefined);
    return (single ?? double)!;
  }

  boolean(): boolean {
    return this.#next("True or False", (match) => match[4] !== undefined)[4] === "True";
  }

  /** `()`, `(3,)`, `(3, 4)`, `(3, 4,)`. */
  tuple(): number[] {
    const values: number[] = [];
    this.expect("(");
    while (!this.accept(")")) {
      values.push(Number(this.#next("an axis length", (match) => match[3] !== undefined)[3]));
      if (!this.accept(",")) this.require(")");
    }
    return values;
  }

  expect(mark: string): void {
    this.#next(`"${mark}"`, (match) => match[5] === mark);
  }

  /** Steps over the mark if it comes next. */
  accept(mark: string): boolean {
    const match = this.#match();
    if (match?.[5] !== mark) return false;
    this.index += match[0].length;
    return true;
  }

  /** As `expect`, but leaves the mark to be read. */
  require(mark: string): void {
    const start = this.index;
    this.expect(mark);
    this.index = start;
  }

  end(): void {
    const rest = this.#text.slice(this.index).trim();
    if (rest !== "") this.#fail("spaces after the closing brace", quoted(rest), this.index);
  }

  #next(expected: string, fits: (match: RegExpExecArray) => boolean): RegExpExecArray {
    const match = this.#match();
    if (match === null || !fits(match)) return this.#fail(expected, this.#rest(), this.index);
    this.index += match[0].length;
    return match;
  }

  #match(): RegExpExecArray | null {
    token.lastIndex = this.index;
    return token.exec(this.#text);
  }

  #rest(): string {
    const rest = this.#text.slice(this.index).trim();
    return rest === "" ? "the end of the header" : quoted(rest);
  }
}
