import { sha256Of } from "../../base/host/sha256.ts";
import type { Representation } from "../../data/representation.ts";
import { type Content, contentOf } from "../../run/pairs/content.ts";

/**
 * SHA-256 of what a representation holds: shapes, order of the axes, repeats and the bits of all numbers; not its
 * name, nor where it came from. Another file, or the same with other flags of reading, is told from it.
 */
export async function contentDigest(one: Representation): Promise<string> {
  return sha256Of(new TextEncoder().encode(await textOf(contentOf(one))));
}

/** The content as JSON, in which each array of numbers is replaced by its type and digest: no second copy of all is made. */
async function textOf(content: Content): Promise<string> {
  const parts: [string, unknown][] = [];
  for (const [key, value] of Object.entries(content)) parts.push([key, await partOf(value)]);
  return JSON.stringify(parts);
}

async function partOf(value: unknown): Promise<unknown> {
  if (value instanceof Float64Array || value instanceof Float32Array)
    return [value.constructor.name, await sha256Of(value)];
  return typeof value === "object" && !Array.isArray(value) ? textOf(value as Content) : value;
}
