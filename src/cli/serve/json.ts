import { Refusal } from "./answer.ts";

/** Lists and objects within one another. Nothing that is asked for here has more than ten. */
const deepest = 32;

/** Values of one text: parsing more of them would keep all others waiting for more than about a second. */
const mostValues = 2_000_000;

/** Bytes that a value, a number mostly, takes from its text to a representation: text, list, and array. */
const bytesAValue = 40;

/**
 * The value of a JSON text. Before it is parsed it is looked through, so that its depth and what it will take are known.
 *
 * @param memory - bytes that it may take
 * @throws {Refusal} 400 for what is no JSON in UTF-8 or is nested too deep; 413 for too much
 */
export function parseJson(bytes: Buffer, memory: number): unknown {
  const { depth, values } = measured(bytes);
  if (depth > deepest)
    throw new Refusal(400, `The JSON is nested ${depth} levels deep; at most ${deepest} are taken.`);
  if (values > mostValues)
    throw new Refusal(
      413,
      `The JSON has about ${values} values; at most ${mostValues} are taken. Send the numbers as base64 or as files.`,
    );
  const needed = 2 * bytes.length + bytesAValue * values;
  if (needed > memory)
    throw new Refusal(
      413,
      `The JSON has about ${values} values, which take ${needed} bytes; a request may take ${memory}. Send the numbers as base64 or as files.`,
    );
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Refusal(400, `The body is no JSON in UTF-8: ${(error as Error).message}.`);
  }
}

const [quote, backslash, comma, open, close] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d]; // [ and {, ] and } differ by one bit

/** How deep it is nested, and about how many values it has. What is no JSON is found by the parser. */
function measured(bytes: Buffer): { depth: number; values: number } {
  let [depth, deepestSeen, values] = [0, 0, 1];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === quote) at = endOfText(bytes, at);
    else if (byte === comma) values++;
    else if ((byte & 0xdf) === open) {
      values++;
      deepestSeen = Math.max(deepestSeen, ++depth);
    } else if ((byte & 0xdf) === close) depth--;
  }
  return { depth: deepestSeen, values };
}

/** Where the text in quotes that begins at `start` ends. */
function endOfText(bytes: Buffer, start: number): number {
  for (let at = start + 1; ;) {
    const end = bytes.indexOf(quote, at);
    if (end < 0) return bytes.length;
    let escapes = 0;
    while (bytes[end - 1 - escapes] === backslash) escapes++;
    if (escapes % 2 === 0) return end;
    at = end + 1;
  }
}
