import { FormatError } from "../../../base/errors.ts";

/** A document of a Zarr hierarchy that is read field by field; every breach says which field of which document. */
export class Fields {
  readonly #file: string;
  readonly #fields: Readonly<Record<string, unknown>>;

  /** @param file - with the name of the document, for messages */
  constructor(value: unknown, file: string) {
    this.#file = file;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.problem("a JSON object", describe(value));
    this.#fields = value as Record<string, unknown>;
  }

  static parse(bytes: Uint8Array, file: string): Fields {
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(bytes.slice()));
    } catch (error) {
      throw new FormatError({
        file,
        offset: 0,
        expected: "JSON",
        got: `something else (${(error as Error).message})`,
      });
    }
    return new Fields(value, file);
  }

  problem(expected: string, got: string, advice?: string): FormatError {
    return new FormatError({ file: this.#file, offset: 0, expected, got, ...(advice && { advice }) });
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
  }

  names(): string[] {
    return Object.keys(this.#fields);
  }

  /** A field that is an object. */
  object(name: string): Fields {
    const value = this.get(name);
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.problem(`${name}: an object`, describe(value));
    return new Fields(value, this.#file);
  }

  /** The same, empty where it is missing. */
  optional(name: string): Fields {
    return (this.get(name) ?? null) === null ? new Fields({}, this.#file) : this.object(name);
  }

  /** A field that is one of some values. @param fallback - where it is missing */
  choice<T extends string | number>(name: string, accepted: readonly T[], fallback?: T): T {
    const value = this.get(name) ?? fallback;
    if (accepted.includes(value as T)) return value as T;
    throw this.problem(
      `${name}: ${accepted.map((one) => JSON.stringify(one)).join(" or ")}`,
      describe(value),
    );
  }

  /** Lengths of axes. @param least - of each */
  lengths(name: string, least: number): number[] {
    const value = this.get(name);
    const isLength = (one: unknown) => Number.isSafeInteger(one) && (one as number) >= least;
    if (Array.isArray(value) && value.length <= 32 && value.every(isLength)) return value.slice() as number[];
    throw this.problem(`${name}: a list of at most 32 whole numbers from ${least}`, describe(value));
  }

  /** A list of objects; empty where it is missing or null. */
  list(name: string): Fields[] {
    const value = this.get(name) ?? [];
    if (!Array.isArray(value)) throw this.problem(`${name}: a list`, describe(value));
    return value.map((one) => new Fields(one, this.#file));
  }

  /** Names, where the field is a list of as many; null is a missing one. */
  texts(name: string, count: number): string[] | undefined {
    const value = this.get(name);
    if (!Array.isArray(value) || value.length !== count) return undefined;
    return value.every((one) => typeof one === "string") ? (value as string[]) : undefined;
  }
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
