/** What is wrong with a file, in the words of the studio, and what may be done about it. */
import { readLazily, type ReadOptions, type Source } from "repgeom";
import type { Remedy } from "../session/types.ts";
import type { ToRead } from "./protocol.ts";

export interface Problem {
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

export async function problemOf(error: unknown, { source, options }: ToRead): Promise<Problem> {
  const message = error instanceof Error ? error.message : String(error);
  const option = (error as { option?: string }).option;
  const tooLarge = isTooLarge(message);
  const remedies = [
    ...tableRemedies(message),
    ...(tooLarge ? sizeRemedies : []),
    ...withoutRemedies(option, options),
  ];
  const contents = tooLarge ? await contentsOf(source, options) : "";
  return { message: inWords(message) + contents, remedies };
}

/** A row or a column that mixes names and numbers has two readings. */
function tableRemedies(message: string): Remedy[] {
  return [
    { said: /header "yes".*or header "no"/s, option: "header", what: "The first row" },
    { said: /rowNames "yes".*or rowNames "no"/s, option: "rowNames", what: "The first column" },
  ]
    .filter(({ said }) => said.test(message))
    .flatMap(({ option, what }) => [
      { label: `${what} holds names`, reading: { [option]: "yes" } },
      { label: `${what} holds numbers`, reading: { [option]: "no" } },
    ]);
}

function isTooLarge(message: string): boolean {
  return /at most .* to be held|maxMemory/i.test(message);
}

const sizeRemedies: readonly Remedy[] = [
  { label: "Choose arrays…", form: "arrays" },
  { label: "Take some stimuli…", form: "rows" },
];

/** Arrays that a message lists. */
const mostListed = 12;

/** Formats of which the table of contents can be read alone, however large the file is. */
const withContents = /\.(npy|safetensors|h5|hdf5|nc|nwb|pt|pth)$/i;

/** What is in a file that is too large to be read whole. */
async function contentsOf(source: Source, options: ReadOptions): Promise<string> {
  if (typeof source !== "object" || !("name" in source) || !withContents.test(source.name)) return "";
  const arrays = await readLazily(source, { ...options, maxMemory: Infinity }).catch(() => []);
  if (arrays.length === 0) return "";
  const some = arrays.slice(0, mostListed).map(({ name, shape }) => `${name} ${shape.join(" × ")}`);
  return ` In it: ${some.join(", ")}${arrays.length > mostListed ? ` and ${arrays.length - mostListed} more` : ""}.`;
}

/** An option that does not fit this file may be meant for the others. */
function withoutRemedies(option: string | undefined, options: ReadOptions): Remedy[] {
  if (option === undefined || options[option as keyof ReadOptions] === undefined) return [];
  return [{ label: `Read it without ${option}`, reading: { [option]: null } }];
}

/** The library speaks to programs. */
function inWords(message: string): string {
  return message
    .replace(/^read: /, "")
    .replace(/"match" needs|match "names" needs/, "matching by names needs");
}
