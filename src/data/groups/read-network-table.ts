import { FormatError, OptionError } from "../../base/errors.ts";
import { defaultLimits, reserve } from "../formats/bytes.ts";
import { repeatedKey } from "../formats/json-keys.ts";
import { readLabels } from "../label-table.ts";
import type { Held } from "../files/held.ts";
import { bytesOf, pathOf, type Source } from "../source.ts";
import { networkTable, type NetworkTable, type NetworkTableLike } from "./network-table.ts";

/**
 * Reads a table of networks: `.json`, `.tsv`, or comma-separated texts.
 *
 * @throws {FormatError} if the file cannot be read or is no such text.
 * @throws {OptionError} as `networkTable`, naming the file.
 */
export async function readNetworkTable(
  source: Source,
  held: Held,
  maxMemory = defaultLimits.maxMemory,
  signal?: AbortSignal,
): Promise<NetworkTable> {
  const file = pathOf(source);
  if (!file.toLowerCase().endsWith(".json"))
    return networkTable(await readLabels(source, held, maxMemory, signal), file);
  // As text, as an object, and as columns: several times the bytes.
  const limits = reserve({ maxMemory }, held.bytes);
  const bytes = await bytesOf(source, { maxMemory: Math.floor(limits.maxMemory / 8) }, signal);
  return networkTable(parsed(bytes, file), file);
}

function parsed(bytes: Uint8Array, file: string): NetworkTableLike {
  const text = new TextDecoder().decode(bytes);
  try {
    const found = JSON.parse(text) as NetworkTableLike;
    const twice = repeatedKey(text);
    if (twice === undefined) return found;
    throw new OptionError(
      `${file}: the key ${JSON.stringify(twice)} is there twice in one object; keep one.`,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FormatError({ file, offset: 0, expected: "JSON", got: error.message });
  }
}
