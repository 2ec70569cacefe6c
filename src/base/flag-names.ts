/** Options as they are written on a command line. */
import type { AnySchemas } from "./options.ts";

/** `minPts` → `--min-pts`. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `center` → `--no-center`, the flag that turns a boolean off. */
export function negativeOf(option: string): string {
  return `--no-${flagOf(option).slice(2)}`;
}

/**
 * The arguments that say these options on a command line, before any quoting: `["--folds", "5", "--no-center"]`.
 * Data (lists, matrices, functions) has no flag and is left out, as is what is undefined.
 */
export function flagsOf(schemas: AnySchemas, options: object): string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!schema || schema.type === "data" || value === undefined) return [];
    if (schema.type === "boolean") return [value ? flagOf(name) : negativeOf(name)];
    if (Array.isArray(value)) return [flagOf(name), value.join(",")];
    if (typeof value === "object") return [];
    return [flagOf(name), typeof value === "boolean" ? (value ? "yes" : "no") : String(value)];
  });
}
