/** What is wrong with a file, in the words of the studio, and what may be done about it. */
import type { ReadOptions } from "repgeom";
import type { Remedy } from "../session/types.ts";

export interface Problem {
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

export function problemOf(error: unknown, options: ReadOptions): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const option = (error as { option?: string }).option;
  const remedies = [...tableRemedies(message), ...sizeRemedies(message), ...withoutRemedies(option, options)];
  return { message: inWords(message), remedies };
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

function sizeRemedies(message: string): Remedy[] {
  if (!/to be held|maxMemory|memory/i.test(message)) return [];
  return [
    { label: "Choose arrays…", form: "arrays" },
    { label: "Take some stimuli…", form: "rows" },
  ];
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
