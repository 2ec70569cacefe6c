/** Options of reading as texts of a form, as they are written on a command line, and back. */
import type { ReadOptions } from "repgeom";
import { readOptions, resolveOptions } from "repgeom/options";

type Value = unknown;

/** Options that are no text: the table of stimuli is dropped, a mask is a file, and memory is that of a tab. */
const leftOut = new Set(["stimuli", "mask", "maxMemory", "select"]);

/** The options of the form, in the order of the schema. */
export const shown = Object.keys(readOptions).filter((name) => !leftOut.has(name)) as (keyof ReadOptions &
  keyof typeof readOptions)[];

const lists = new Set(["axes", "flatten"]);

export function textOf(name: string, value: Value): string {
  if (value === undefined || value === null) return "";
  if (name === "flatten" && value === true) return "all";
  return Array.isArray(value) ? value.join(name === "pool" ? "; " : ", ") : String(value);
}

/** Undefined for an empty text: the option is not given. */
export function valueOf(name: keyof typeof readOptions, text: string): Value {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const { type } = readOptions[name];
  if (type === "number" || type === "whole") return Number(trimmed);
  if (type === "boolean") return trimmed === "true" ? true : undefined;
  if (name === "flatten" && /^(all|true)$/i.test(trimmed)) return true;
  if (lists.has(name)) return trimmed.split(/[,\s]+/).filter(Boolean);
  if (name === "pool" && trimmed.includes(";")) return trimmed.split(/\s*;\s*/).filter(Boolean);
  return trimmed;
}

/** What is not given, or has its default, is left out. @throws {OptionError} for a value that is not accepted */
export function readingOf(texts: Readonly<Record<string, string>>): ReadOptions {
  const given = shown.flatMap((name) => {
    const value = valueOf(name, texts[name] ?? "");
    return value === undefined || value === readOptions[name].default ? [] : [[name, value] as const];
  });
  const reading = Object.fromEntries(given) as ReadOptions;
  resolveOptions("Reading", readOptions, reading);
  return reading;
}
