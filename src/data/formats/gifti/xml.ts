import { ByteReader, quoted } from "../bytes.ts";

/** An element of a document that begins or ends. */
export type Tag =
  | {
      readonly kind: "open";
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      /** Position of its mark, and of what is behind it. */
      readonly offset: number;
      readonly end: number;
    }
  | { readonly kind: "close"; readonly name: string; readonly offset: number; readonly end: number };

/** Longer tags, and documents that nest deeper, are no GIFTI. */
const [longestTag, deepest] = [2 ** 14, 32];

const [less, greater] = [0x3c, 0x3e];

/**
 * The tags of an XML document in their order; every element that begins also ends. Comments, CDATA, instructions
 * and a DOCTYPE without declarations of its own are passed over. A DOCTYPE with declarations is refused, because a
 * few bytes of entities could become any number.
 *
 * Source: W3C, Extensible Markup Language (XML) 1.0, §2 and §3, in UTF-8.
 *
 * @throws {FormatError} for what is no such document, at its byte.
 */
export function* tagsOf(bytes: Uint8Array, file: string): Generator<Tag> {
  const reader = new ByteReader(bytes, file);
  const open: string[] = [];
  let at = bytes.indexOf(less);
  for (let next = 0; at >= 0; at = bytes.indexOf(less, next)) {
    const passed = endOfPassed(reader, at);
    if (passed !== undefined) {
      next = passed;
      continue;
    }
    const { end, text } = tagAt(reader, at);
    next = end;
    if (text.startsWith("/")) {
      const name = text.slice(1).trim();
      const last = open.pop();
      if (last !== name)
        throw reader.problem(last ? `</${last}>` : "no end of an element", quoted(`</${name}>`), at);
      yield { kind: "close", name, offset: at, end };
      continue;
    }
    const isEmpty = text.endsWith("/");
    const { name, attributes } = parseTag(reader, isEmpty ? text.slice(0, -1) : text, at);
    yield { kind: "open", name, attributes, offset: at, end };
    if (isEmpty) yield { kind: "close", name, offset: end, end };
    else open.push(name);
    if (open.length > deepest)
      throw reader.problem(`at most ${deepest} elements within one another`, "more", at);
  }
  if (open.length === 0) return;
  throw reader.problem(`</${open.at(-1)}>`, "the end of the file, which may be cut short", bytes.length);
}

/** Where a comment, an instruction and the like ends that begins there; nothing for a tag. */
function endOfPassed(reader: ByteReader, at: number): number | undefined {
  const begins = (mark: string) =>
    [...mark].every((letter, k) => reader.bytes[at + k] === letter.charCodeAt(0));
  for (const [mark, end] of [
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
    ["<?", "?>"],
  ] as const)
    if (begins(mark)) return endOf(reader, end, at);
  if (!begins("<!")) return undefined;
  const { end, text } = tagAt(reader, at);
  if (text.includes("["))
    throw reader.problem("a DOCTYPE without declarations of its own", "one with them", at);
  return end;
}

/** Position behind a mark. */
function endOf(reader: ByteReader, mark: string, from: number): number {
  const { bytes } = reader;
  const [first, ...rest] = [...mark].map((letter) => letter.charCodeAt(0));
  for (let at = bytes.indexOf(first!, from); at >= 0; at = bytes.indexOf(first!, at + 1))
    if (rest.every((byte, k) => bytes[at + 1 + k] === byte)) return at + mark.length;
  throw reader.problem(mark, "the end of the file, which may be cut short", bytes.length);
}

/** What stands between < and >; a value in quotes may have a >. */
function tagAt(reader: ByteReader, at: number): { readonly end: number; readonly text: string } {
  const { bytes } = reader;
  let quote = 0;
  const most = Math.min(bytes.length, at + longestTag);
  for (let end = at + 1; end < most; end++) {
    const byte = bytes[end]!;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === greater) {
      const text = new TextDecoder().decode(bytes.slice(at + 1, end));
      return { end: end + 1, text };
    }
  }
  const got = most === bytes.length ? "the end of the file, which may be cut short" : "none";
  throw reader.problem(`> within ${longestTag} bytes`, got, at);
}

const attribute = /\s+([^\s=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

function parseTag(reader: ByteReader, text: string, at: number) {
  const [name = ""] = /^[\p{L}_:][\p{L}\p{N}_:.-]*/u.exec(text) ?? [];
  if (name === "") throw reader.problem("the name of an element", quoted(text), at);
  const attributes = new Map<string, string>();
  let from = name.length;
  while (text.slice(from).trim() !== "") {
    attribute.lastIndex = from;
    const found = attribute.exec(text);
    if (!found)
      throw reader.problem(`attributes of ${name}: name="value"`, quoted(text.slice(from).trim()), at);
    attributes.set(found[1]!, plain(found[2] ?? found[3]!));
    from = attribute.lastIndex;
  }
  return { name, attributes };
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replace(/&(\w+);/g, (all, name: string) =>
    Object.hasOwn(entities, name) ? entities[name]! : all,
  );
}
