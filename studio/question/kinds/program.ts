/** The program in TypeScript that reproduces an answer. */
import type { Item, Question } from "../../session/types.ts";
import { filesOf, hasOwnNames, source } from "./files-code.ts";
import type { Data } from "./kind.ts";

/** What a program is made of. */
export interface Program {
  readonly question: Question;
  readonly data: Data;
  /** Lines before the calls; by default those that read all items as `networks`. */
  readonly before?: string;
  /** Each is awaited and its values are printed: `engine.pairwise(networks, { metric: "cka" })`. */
  readonly calls: readonly string[];
  /** Further names to import from "repgeom". */
  readonly imports?: readonly string[];
}

/** With an engine that gives the same bits on every machine. */
export function programOf({ data, before, calls, imports = [] }: Program): string {
  const names = ["createEngine", "read", ...imports].sort().join(", ");
  return `import { ${names} } from "repgeom";

const engine = await createEngine({ deterministic: true });
${before ?? readingCode("networks", data.items, data)}
${calls.map(printed).join("\n")}
engine.close();
`;
}

function printed(call: string): string {
  return `console.log((await ${call}).toCsv());`;
}

/** `const networks = await read([…], { zscore: true });`, under the names of the studio. */
export function readingCode(variable: string, items: readonly Item[], { session }: Data): string {
  const given = Object.entries(session.reading).filter(([, value]) => value !== undefined);
  const options = given.length > 0 ? `, ${source(Object.fromEntries(given))}` : "";
  const call = `await read(${source(filesOf(items))}${options})`;
  if (!hasOwnNames(items)) return `const ${variable} = ${call};`;
  const names = source(items.map(({ name }) => name));
  return `const ${variable}Names = ${names};
const ${variable} = (${call}).map((one, k) => ({ ...one, name: ${variable}Names[k]! }));`;
}
