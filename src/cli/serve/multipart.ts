/** Bodies of `multipart/form-data` (RFC 7578), read strictly: what is not as the standard has it is refused, not guessed. */
import { Refusal } from "./answer.ts";

/** A field of a form: a text, or a file that was uploaded. */
export interface Part {
  readonly name: string;
  /** The name of the file, where it is one. It was chosen by the sender. */
  readonly file: string | undefined;
  /** A view of the body. */
  readonly bytes: Buffer;
}

/** Bytes of the headers of one part. */
const mostHeaders = 8192;

/**
 * The parts, in their order. Their bytes are not copied.
 *
 * @param type - the header `Content-Type`
 * @param most - parts at most
 * @throws {Refusal} 400 for what is not well formed, 413 for more parts
 */
export function partsOf(type: string, body: Buffer, most: number): Part[] {
  const [, quotedText, plain] = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(type) ?? [];
  const boundary = quotedText ?? plain;
  if (boundary === undefined) throw damaged("its Content-Type names no boundary");
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  const opening = delimiter.subarray(2);
  if (!body.subarray(0, opening.length).equals(opening)) throw damaged("it does not begin with its boundary");
  const parts: Part[] = [];
  for (let at = opening.length; !isEnd(body, at);) {
    if (parts.length === most) throw new Refusal(413, `The form has more than ${most} parts.`);
    const start = lineEnd(body, at);
    const end = body.indexOf(delimiter, start - 2); // a part without headers ends with the same line end
    if (end < 0) throw damaged("its last boundary is missing");
    parts.push(partOf(body.subarray(start, end), parts.length));
    at = end + delimiter.length;
  }
  return parts;
}

function isEnd(body: Buffer, at: number): boolean {
  return body.toString("latin1", at, at + 2) === "--";
}

/** Behind the line that a boundary ends. */
function lineEnd(body: Buffer, at: number): number {
  const found = body.indexOf("\r\n", at);
  if (found < 0 || /[^ \t]/.test(body.toString("latin1", at, Math.min(found, at + 256))) || found > at + 256)
    throw damaged("a boundary is not alone on its line");
  return found + 2;
}

function partOf(bytes: Buffer, index: number): Part {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0 || end > mostHeaders) throw damaged(`part ${index} has no headers, or too many`);
  const headers = bytes.toString("utf8", 0, end).split("\r\n");
  const disposition = headers.filter((line) => /^content-disposition:/i.test(line));
  const [, words] = /^content-disposition:\s*form-data\s*(;.*)$/is.exec(disposition[0] ?? "") ?? [];
  const [names, files] = [wordsIn(words ?? "", "name"), wordsIn(words ?? "", "filename")];
  if (disposition.length !== 1 || names.length !== 1 || files.length > 1)
    throw damaged(`part ${index} must have one Content-Disposition: form-data; name="…"`);
  if (headers.some((line) => /^content-transfer-encoding:(?!\s*(binary|8bit|7bit)\s*$)/i.test(line)))
    throw damaged(`part ${index} is encoded for mail; send its bytes as they are`);
  return { name: names[0]!, file: files[0], bytes: bytes.subarray(end + 4) };
}

/** Values of a parameter: in quotes, where browsers write a quote as %22, and curl as \". */
function wordsIn(header: string, name: string): string[] {
  const pattern = new RegExp(`;\\s*${name}="((?:[^"\\\\\\r\\n]|\\\\.)*)"`, "gis");
  return [...header.matchAll(pattern)].map(([, text]) =>
    text!.replace(/\\(["\\])/g, "$1").replaceAll("%22", '"'),
  );
}

function damaged(why: string): Refusal {
  return new Refusal(400, `The form cannot be read: ${why}.`);
}
