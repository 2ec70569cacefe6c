/** The command line and the program that reproduce an answer. */
import type { Question } from "../../session/types.ts";
import type { Data } from "./kind.ts";

/** `repgeom pairwise a.npy b.npy --metric procrustes --alpha 0.5`: one line a metric. */
export function commandOf(command: string, { metrics }: Question, { items }: Data): string {
  const files = items.map(({ origin }) => quoted("path" in origin ? origin.path : origin.url)).join(" ");
  return metrics.map((spec) => `repgeom ${command} ${files} ${flagsOf(spec)}`).join("\n");
}

function flagsOf(spec: object): string {
  return Object.entries(spec)
    .map(
      ([name, value]) =>
        `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${quoted(String(value))}`,
    )
    .join(" ");
}

function quoted(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function programOf(name: string, { metrics }: Question, { items }: Data): string {
  const files = items.map(({ origin }) => JSON.stringify("path" in origin ? origin.path : origin.url));
  return `import { ${name}, read } from "repgeom";

const networks = await read([${files.join(", ")}]);
${metrics.map((spec) => `console.log((await ${name}(networks, ${JSON.stringify(spec)})).toCsv());`).join("\n")}
`;
}
