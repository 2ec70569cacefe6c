import { isNumber } from "./csv-numbers.ts";

/**
 * What a cell may be. Only a `name` speaks for a header or for names of rows; a `missing` value and
 * a `number-like` text, which some program means as a number but spells as we do not read it, do not.
 */
export type CellKind = "number" | "missing" | "number-like" | "name";

/** What pandas, R, Excel, MATLAB and people write where there is no value, in small letters. */
const missing = new Set(
  "|na|n/a|n.a.|<na>|#na|#n/a|nat|null|#null!|nil|none|missing|undefined|.|..|-|--|−|–|—|?|*|#div/0!|#num!|#ref!|#value!|#name?".split(
    "|",
  ),
);

/** How Windows writes NaN. */
const windowsNaN = /^[+-]?(?:1\.#(?:ind|q?nan|snan)0*|q?nan\([^)]*\))$/i;

/** Signs, brackets, currencies, percent, spaces and separators of thousands, in and around digits. */
const decoration =
  /[\s"'’`´=(),_٫٬·\p{Sc}%‰±\p{Cf}\p{Cc}]|(?<![a-z])(?:usd|eur|gbp|jpy|chf|cny|inr)(?![a-z])/gu;

const minus = /[‐-―−]/gu;

/** Digits with points and an exponent, a fraction, a complex number. The lookahead wants one digit. */
const digits = String.raw`(?=\.*\p{Nd})[.\p{Nd}]+`;
const power = String.raw`(?:[ed][+-]?\p{Nd}+|(?:[×*]10\^?|x10\^)[+-]?\p{Nd}+)?`;
const respelt = new RegExp(`^[+-]*${digits}${power}(?:[/⁄]\\p{Nd}+|[+-]${digits}${power}[ij])?-?$`, "u");

/** Numbers in other bases, infinity by its sign, and the two values of logic. */
const otherwise = /^[+-]*(?:0x[\da-f.]+(?:p[+-]?\d+)?|0o[0-7]+|0b[01]+|1\.#inf0*|∞|true|false)$/;

/** What a cell with this text may be. */
export function kindOf(text: string): CellKind {
  if (isNumber(text)) return "number";
  if (missing.has(text.trim().toLowerCase()) || windowsNaN.test(text)) return "missing";
  return isNumberLike(text) ? "number-like" : "name";
}

/** Undone is what programs put around and between the digits; the rest must be a number in one of their spellings. */
function isNumberLike(text: string): boolean {
  const plain = text.normalize("NFKC").toLowerCase().replace(minus, "-").replace(decoration, "");
  return respelt.test(plain) || otherwise.test(plain);
}
