/** Runs the code of an example as a module of its own. */
import { addressOf, addressOfEntry } from "./site.ts";
import { addChartStyle } from "./style.ts";

/** Where an example puts what it shows. */
export interface Shown {
  log(...values: unknown[]): void;
  display(shown: unknown): void;
}

const imported = /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(["'])(repgeom(?:\/\w+)*)\2/g;
const data = /(["'`])data\//g;
/** What the guides call their networks; see scripts/docs/data.mjs. */
const networks = /(["'`])(net-[a-d]\.npy)\1/g;
let count = 0;

/** The code with the addresses of this site, and with its own `console` and `display`. */
function scriptOf(code: string, id: string): string {
  const body = code
    .replace(
      imported,
      (_, before: string, quote: string, name: string) => `${before}${quote}${addressOfEntry(name)}${quote}`,
    )
    .replace(data, (_, quote: string) => `${quote}${addressOf("/data/")}`)
    .replace(networks, (_, quote: string, name: string) => `${quote}${addressOf(`/data/${name}`)}${quote}`);
  return `const { console, display } = globalThis[${JSON.stringify(id)}];\n${body}`;
}

export async function run(code: string, { log, display }: Shown): Promise<void> {
  const id = `repgeom live ${count++}`;
  const page = globalThis as unknown as Record<string, unknown>;
  page[id] = { console: { ...console, log, info: log, warn: log, error: log }, display };
  if (code.includes("repgeom/charts")) await addChartStyle();
  const address = URL.createObjectURL(new Blob([scriptOf(code, id)], { type: "text/javascript" }));
  try {
    await import(/* @vite-ignore */ address);
  } finally {
    URL.revokeObjectURL(address);
    delete page[id];
  }
}

/** A value as a line of the output. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (ArrayBuffer.isView(value)) return shortened([...(value as unknown as Iterable<number>)].map(String));
  if (typeof value === "object" && value !== null) return JSON.stringify(value, plain);
  return String(value);
}

const shortened = (words: readonly string[]) =>
  `[${words.slice(0, 12).join(", ")}${words.length > 12 ? `, … of ${words.length}` : ""}]`;

const plain = (_: string, value: unknown) => (ArrayBuffer.isView(value) ? textOf(value) : value);
