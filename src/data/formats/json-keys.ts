/**
 * The first key that an object in this JSON text has twice; `JSON.parse` silently takes the last.
 *
 * @param text - valid JSON
 * @returns the key, unescaped; undefined if every key stands once
 */
export function repeatedKey(text: string): string | undefined {
  /** The keys of each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === "{") open.push(new Set());
    else if (mark === "[") open.push(undefined);
    else if (mark === "}" || mark === "]") open.pop();
    if (mark !== '"') continue;
    const start = at;
    at = closingQuote(text, start);
    const keys = open.at(-1);
    if (!keys || !isKey(text, at)) continue;
    const key = JSON.parse(text.slice(start, at + 1)) as string;
    if (keys.has(key)) return key;
    keys.add(key);
  }
  return undefined;
}

function closingQuote(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** A text is a key if a colon follows it. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (/\s/.test(text[at]!)) at++;
  return text[at] === ":";
}
