/** Tells tables of networks and of stimuli from responses that are written as text. */
import { networkTable, parseLabels, type LabelTable, type NetworkTableLike } from "repgeom";
import type { Known, Sniffed } from "./protocol.ts";

/** Enough of a large file to see what it is. */
const headBytes = 2 ** 16;

/** A table of names is no larger. */
const mostBytes = 2 ** 24;

const image = /\.(png|jpe?g|webp|gif)$/i;

/** @param name - of the file; its extension says what it is written in */
export async function sniff(file: Blob, name: string, known: Known): Promise<Sniffed> {
  if (/\.json$/i.test(name)) return ofJson(await file.text(), name);
  const head = labelsIn(await bytesOf(file, headBytes), name, file.size > headBytes);
  if (!head || file.size > mostBytes) return { is: "responses" };
  const what = kindOf(head, known);
  if (what === "responses") return { is: what };
  const table = parseLabels(await bytesOf(file, mostBytes), name);
  return what === "stimuli" ? { is: what, table } : { is: what, table: networkTable(table, name) };
}

async function bytesOf(file: Blob, most: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, most).arrayBuffer());
}

function ofJson(text: string, name: string): Sniffed {
  try {
    return { is: "networks", table: networkTable(JSON.parse(text) as NetworkTableLike, name) };
  } catch (error) {
    return { is: "nothing", message: `It is no table of networks. ${(error as Error).message}` };
  }
}

/** @param cut - the last line may be a part of one */
function labelsIn(bytes: Uint8Array, name: string, cut: boolean): LabelTable | undefined {
  try {
    const end = cut ? bytes.lastIndexOf(10) + 1 : bytes.length;
    return parseLabels(bytes.subarray(0, end), name);
  } catch {
    return undefined; // rows of different lengths: reading it says what is wrong
  }
}

function kindOf(table: LabelTable, known: Known): "networks" | "stimuli" | "responses" {
  const names = namesIn(table, /^name$/i);
  if (matches(names, known.networks) > 0.5) return "networks";
  if (table.columns.some((column) => /^(stimulus|stimuli)$/i.test(column))) return "stimuli";
  if (hasImages(table)) return "stimuli";
  const isText = hasWords(table);
  if (isText && matches(namesIn(table, /^(stimulus|stimuli|name|names)$/i), known.stimuli) > 0.5)
    return "stimuli";
  // With words in its cells it can be no responses.
  return isText && known.networks.length > 0 && matches(names, known.networks) > 0 ? "networks" : "responses";
}

function namesIn({ columns, rows }: LabelTable, called: RegExp): string[] {
  const at = Math.max(
    0,
    columns.findIndex((column) => called.test(column)),
  );
  return rows.map((row) => row[at] ?? "");
}

/** Share of the names, or of what is known, whichever is more, that is in both. */
function matches(names: readonly string[], known: readonly string[]): number {
  const there = new Set(known);
  const both = names.filter((name) => there.has(name) || there.has(name.replace(/\.\w+$/, ""))).length;
  return both / Math.max(1, Math.min(names.length, there.size));
}

function hasImages({ rows, columns }: LabelTable): boolean {
  return rows.length > 0 && columns.some((_, k) => rows.every((row) => image.test(row[k]!)));
}

/** Whether a column besides the names holds words. */
function hasWords({ columns, rows }: LabelTable): boolean {
  return columns.some(
    (_, k) => k > 0 && rows.some((row) => row[k] !== "" && !Number.isFinite(Number(row[k]))),
  );
}
