/*
 * Text from outside, as names, cells of files, paths and values of options are: short enough for a
 * message, and without the characters that a terminal obeys.
 */

/** Words of a message that are longer lose their middle; so does the whole message. */
const [longestWord, longestMessage] = [200, 1500];

/** What `quoted` shows of a text. */
const longestQuote = 40;

/**
 * Control characters (C0, DEL, C1), marks that turn the direction of what follows, separators of
 * lines, byte order marks and halves of characters: a terminal obeys them, or shows another order.
 */
const unprintable = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A text on one line that does nothing to a terminal: what would is written as in JSON, `\u001b`. */
export function visible(text: string): string {
  return text.replace(unprintable, escapeOf);
}

function escapeOf(character: string): string {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A text without its middle, if it is longer than `most` characters. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${whole(text.slice(0, half))}…${whole(text.slice(-half))}`;
}

/** Without the half of a character that a cut has left at an end. */
function whole(part: string): string {
  return part.replace(/[\ud800-\udbff]$|^[\udc00-\udfff]/, "");
}

/** A text as it stands in a regular expression that means just this text. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/**
 * A pattern as a user writes it, as the source of a regular expression: `*` is any text, `?` any letter.
 * @param letter - the source of one letter that they stand for: "[^/]" for one in a name
 */
export function wildcards(pattern: string, letter: string): string {
  const source = (part: string) =>
    part === "?" ? letter : part.startsWith("*") ? `${letter}*` : literally(part);
  return pattern
    .split(/(\*+|\?)/)
    .map(source)
    .join("");
}

/** Text in quotation marks as it may stand in a message: one line, not long, visible. */
export function quoted(text: string): string {
  const cut = text.length > longestQuote ? `${whole(text.slice(0, longestQuote))}…` : text;
  return visible(JSON.stringify(cut));
}

/** A message on one line, whatever names and values it quotes. Done twice it is the same. */
export function legible(message: string): string {
  const words = visible(message).replace(/\S+/g, (word) => shortened(word, longestWord));
  return shortened(words, longestMessage);
}

/** As `legible`, for a text of several lines. */
export function legibleLines(text: string): string {
  return text.split("\n").map(legible).join("\n");
}
