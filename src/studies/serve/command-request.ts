/** What a request asks: its representations and its options, in whichever form they came. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import { kindOf } from "../../base/numbers.ts";
import { quoted } from "../../base/text.ts";
import { Refusal } from "../../cli/serve/answer.ts";
import type { Exchange } from "../../cli/serve/exchange.ts";
import { parseJson } from "../../cli/serve/json.ts";
import { partsOf, type Part } from "../../cli/serve/multipart.ts";
import type { Source } from "../../data/source.ts";
import type { GivenRepresentation } from "./command-representations.ts";
import { representationOf } from "./command-representations.ts";
import { sourcesOf } from "./command-files.ts";

/** The members of a document that hold representations. */
export interface Asked {
  /** What is compared, as it stands in JSON; empty where it came as files. */
  readonly given: readonly GivenRepresentation[];
  readonly files: readonly Source[];
  /** Responses to held-out stimuli. */
  readonly test: readonly GivenRepresentation[] | undefined;
  readonly testFiles: readonly Source[];
  /** How files are read. */
  readonly read: unknown;
  /** The metric and everything else. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** How much a request may bring. */
export interface RequestLimits {
  /** Bytes that it may take in memory. */
  readonly memory: number;
  readonly maxNetworks: number;
}

/** The two questions, and the members that hold their representations. */
export type Question = "compare" | "pairwise";

/** Types of bodies that are one file, with the extension of that. */
const fileTypes: Readonly<Record<string, string>> = {
  "application/x-npz": "npz",
  "application/x-safetensors": "safetensors",
  "application/x-hdf5": "h5",
};

/** The types of bodies that are taken. */
export const bodyTypes = ["application/json", "multipart/form-data", ...Object.keys(fileTypes)];

/** The type of the body, without its parameters. @throws {Refusal} 415 for one that is not taken */
export function bodyTypeOf({ request }: Exchange): string {
  const header = request.headers["content-type"] ?? "";
  const type = header.split(";")[0]!.trim().toLowerCase();
  if (bodyTypes.includes(type)) return type;
  const got = header === "" ? "none" : quoted(header);
  throw new Refusal(415, `The Content-Type is ${got}; accepted: ${bodyTypes.join(", ")}.`);
}

/**
 * @param type - as of `bodyTypeOf`
 * @throws {Refusal} for a body that cannot be read or is too much. @throws {OptionError | ShapeError | NumericalError}
 */
export function askedOf(
  question: Question,
  { request, query }: Exchange,
  type: string,
  bytes: Buffer,
  limits: RequestLimits,
): Asked {
  const behind = [...query].map(([name, text]) => [name, valueOf(text, limits)] as const);
  if (type === "application/json") return fromJson(question, parseJson(bytes, limits.memory), behind, limits);
  if (type === "multipart/form-data")
    return fromForm(
      partsOf(request.headers["content-type"]!, bytes, limits.maxNetworks + 100),
      behind,
      limits,
    );
  const files = [{ name: `body.${fileTypes[type]!}`, bytes }];
  return { given: [], files, test: undefined, testFiles: [], ...optionsFrom(behind) };
}

/** Names with values. A name that comes twice is refused: one of its values would be lost unseen. */
type Pairs = readonly (readonly [name: string, value: unknown])[];

function optionsFrom(pairs: Pairs): Pick<Asked, "options" | "read"> {
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new OptionError(`${twice} is given twice.`, twice);
  const own = pairs.filter(([name]) => name !== "read");
  return { read: pairs.find(([name]) => name === "read")?.[1], options: Object.fromEntries(own) };
}

function fromJson(question: Question, document: unknown, behind: Pairs, limits: RequestLimits): Asked {
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw new ShapeError(
      `The body is ${kindOf(document)}; expected an object like { ${membersOf(question)} }.`,
    );
  const { x, y, representations, test, ...others } = document as Readonly<Record<string, unknown>>;
  const isPair = question === "compare";
  const list = isPair ? [x, y] : representations;
  const foreign = isPair ? { representations, test } : { x, y };
  const wrong = Object.entries(foreign).find(([, value]) => value !== undefined);
  if (wrong)
    throw new OptionError(`${question} takes no ${wrong[0]}; it takes { ${membersOf(question)} }.`, wrong[0]);
  const given = isPair
    ? [representationOf(x, "x", "x"), representationOf(y, "y", "y")]
    : listOf("representations", list, limits);
  return {
    given,
    files: [],
    test: test === undefined ? undefined : listOf("test", test, limits),
    testFiles: [],
    ...optionsFrom([...behind, ...Object.entries(others)]),
  };
}

function membersOf(question: Question): string {
  return question === "compare" ? "x, y, metric" : "representations, metric";
}

function listOf(member: string, list: unknown, { maxNetworks }: RequestLimits): GivenRepresentation[] {
  if (!Array.isArray(list))
    throw new ShapeError(`${member}: expected a list of representations, got ${kindOf(list)}.`);
  assertCount(list.length, maxNetworks);
  return list.map((one: unknown, k) => representationOf(one, `${member}[${k}]`, String(k)));
}

/** @throws {Refusal} 413 for more representations than the service takes. */
export function assertCount(count: number, most: number): void {
  if (count > most)
    throw new Refusal(413, `The request has ${count} representations; this service takes ${most} at most.`);
}

/** A form: files are representations, those of the field `test` held-out ones; other fields are options. */
function fromForm(parts: readonly Part[], behind: Pairs, limits: RequestLimits): Asked {
  const files = parts.filter(({ file }) => file !== undefined);
  const fields = parts.filter(({ file }) => file === undefined);
  const isTest = ({ name }: Part) => name === "test";
  const trains = files.filter((part) => !isTest(part));
  // A form may bring y before x.
  const isPair = trains.map(({ name }) => name).join() === "y,x";
  const pairs = fields.flatMap(({ name, bytes }) =>
    name === "options" ? membersIn(bytes, limits) : [[name, valueOf(bytes.toString(), limits)] as const],
  );
  return {
    given: [],
    files: sourcesOf(isPair ? trains.toReversed() : trains),
    test: undefined,
    testFiles: sourcesOf(files.filter(isTest)),
    ...optionsFrom([...behind, ...pairs]),
  };
}

function membersIn(bytes: Buffer, limits: RequestLimits): Pairs {
  const options = parseJson(bytes, limits.memory);
  if (typeof options === "object" && options !== null && !Array.isArray(options))
    return Object.entries(options);
  throw new ShapeError(`options: expected a JSON object, got ${kindOf(options)}.`);
}

/** A text as JSON has it (0.5, true, ["a"]), or else itself. */
function valueOf(text: string, { memory }: RequestLimits): unknown {
  if (!/^(-?\d|[[{"]|true$|false$|null$)/.test(text)) return text;
  try {
    return parseJson(Buffer.from(text), memory);
  } catch {
    return text;
  }
}
