/** The commands of the program and their flags, as the program itself knows them. */
import { createProgram } from "../../src/program.ts";
import { partsOf, repgeomWords } from "./shell.ts";

const program = await createProgram(new AbortController().signal);
const common = new Set(["--help", "-h", "--version"]);

/** Whether a word stands for a name that the reader puts there, as in `repgeom COMMAND --help`. */
const isPlaceholder = (word: string) => /^(<.*|\[.*|[A-Z_]+|…|\.\.\.)$/.test(word);

/** What is wrong with the commands of a line: one that does not exist, or a flag that it does not have. */
export function faultsOf(line: string): string[] {
  return partsOf(line).flatMap((part) => {
    const [name, ...words] = repgeomWords(part) ?? ["--version"];
    if (name === undefined || common.has(name) || isPlaceholder(name)) return [];
    const command = program.commands.find((one) => one.name() === name);
    if (!command) return [`${line}: there is no command ${name}`];
    // A metric of one's own brings flags that are known when it is loaded.
    if (words.some((word) => /\.m?js$/.test(word))) return [];
    const known = new Set(command.options.flatMap(({ long, short }) => [long, short]));
    const asked = words.map((word) => /^--?[a-z][\w-]*/.exec(word)?.[0]).filter((flag) => flag !== undefined);
    return asked
      .filter((flag) => !known.has(flag) && !common.has(flag))
      .map((flag) => `${line}: ${name} has no flag ${flag}`);
  });
}
