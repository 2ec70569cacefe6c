import { sha256Of } from "../../base/host/sha256.ts";
import { bytesOf } from "../../data/source.ts";

/** A module with all that it names is no larger than this. */
const most = { maxMemory: 2 ** 28 };

/**
 * SHA-256 of a module and of the files beside it that it names, as in `import "./other.js"` or
 * `new URL("./mine.wasm", import.meta.url)`, and of those that these name. Packages are not followed.
 * @returns undefined where it cannot be read
 */
export async function digestOf(module: string): Promise<string | undefined> {
  try {
    const found = new Map<string, string>();
    await collect(new URL(module), found, await bytesOf(new URL(module), most));
    // By content alone: the same files in another folder are the same metric.
    const [first, ...others] = found.values();
    const all = [first!, ...others.sort()].join("\n");
    return found.size === 1 ? first : await sha256Of(new TextEncoder().encode(all));
  } catch {
    return undefined;
  }
}

async function collect(address: URL, found: Map<string, string>, bytes: Uint8Array): Promise<void> {
  found.set(address.href, await sha256Of(bytes));
  if (!/\.[cm]?[jt]s$/.test(address.pathname) || address.protocol === "blob:") return;
  for (const next of namedIn(address, new TextDecoder().decode(bytes))) {
    if (found.has(next.href)) continue;
    const content = await bytesOf(next, most).catch(() => undefined); // any text may look like a name
    if (content) await collect(next, found, content);
  }
}

/** Whatever stands in quotation marks and begins as a path from here. */
function namedIn(address: URL, text: string): URL[] {
  return [...text.matchAll(/["'`](\.{1,2}\/[^"'`\n\\${}]+)["'`]/g)].map(
    ([, path]) => new URL(path!, address),
  );
}
