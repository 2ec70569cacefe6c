import { exponentOf, powerOfTwo } from "../base/math/powers.ts";
import { quoted } from "../base/text.ts";
import { UsageError } from "./errors.ts";

const unitBytes: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** The value of a flag that takes a number of bytes: `500MB`, `2GiB`. */
export function sizeOf(flag: string): (text: string) => number {
  return (text) => {
    const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
    const factor = unitBytes[(unit ?? "?").toLowerCase()];
    const bytes = Math.floor(Number(digits) * (factor ?? 0));
    if (bytes >= 1) return bytes;
    throw new UsageError(`${flag} takes a size in bytes, KB, MB, GB, KiB, MiB or GiB, got ${quoted(text)}.`);
  };
}

/** 1536 → "1.5 KiB". */
export function sizeText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(exponentOf(Math.max(1, bytes)) / 10)));
  return `${Number((bytes / powerOfTwo(10 * power)).toPrecision(3))} ${units[power]}`;
}
