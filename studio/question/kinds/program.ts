/** The program in TypeScript that reproduces an answer. */
import type { Item } from "../../session/types.ts";
import { filesOf, hasOwnNames, source } from "./files-code.ts";
import type { Data } from "./kind.ts";
import { readingRuns, type ReadingRun } from "./reading.ts";

/** What a program is made of. */
interface Program {
  readonly data: Data;
  /** Lines before the calls; by default those that read all items as `networks`. */
  readonly before?: string | undefined;
  /** Lines between those and the calls. */
  readonly between?: string;
  /** Each is awaited and its values are printed: `engine.pairwise(networks, { metric: "cka" })`. */
  readonly calls: readonly string[];
  /** How a result is printed. @default "toCsv" */
  readonly writes?: "toCsv" | "toJson";
  /** Further names to import from "repgeom". */
  readonly imports?: readonly string[];
}

export function programOf({ data, before, between, calls, imports = [], writes = "toCsv" }: Program): string {
  const body = [
    before ?? readingCode("networks", data.items, data),
    between,
    ...calls.map((call) => `console.log((await ${call}).${writes}());`),
  ]
    .filter((line) => line !== undefined)
    .join("\n");
  // Metrics of files stand under their names.
  const own = (data.session.own ?? []).filter(({ name }) => body.includes(JSON.stringify(name)));
  const loading = own
    .map(
      ({ file }) =>
        `registerMetric(await loadMetric(new URL(${JSON.stringify(`./${file}`)}, import.meta.url)));\n`,
    )
    .join("");
  const more = own.length > 0 ? ["loadMetric", "registerMetric"] : [];
  const names = ["createEngine", "read", ...more, ...imports].sort().join(", ");
  return `import { ${names} } from "repgeom";

// The same bits on every machine.
const engine = await createEngine({ deterministic: true });
${loading}${body}
engine.close();
`;
}

/** `const networks = await read([…], { zscore: true });`, under the names of the studio. */
export function readingCode(variable: string, items: readonly Item[], data: Data): string {
  const runs = readingRuns(items, data).map(readCall);
  const call = runs.length === 1 ? runs[0] : `[\n${runs.map((one) => `  ...(${one}),\n`).join("")}]`;
  if (!hasOwnNames(items)) return `const ${variable} = ${call};`;
  const names = source(items.map(({ name }) => name));
  return `const ${variable}Names = ${names};
const ${variable} = (${call}).map((one, k) => ({ ...one, name: ${variable}Names[k]! }));`;
}

function readCall({ items, reading }: ReadingRun): string {
  const options = Object.keys(reading).length > 0 ? `, ${source(reading)}` : "";
  return `await read(${source(filesOf(items))}${options})`;
}
