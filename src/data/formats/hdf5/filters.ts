import { platform } from "#platform";
import { asIs, optional } from "../optional.ts";
import { hdf5Error, type Library } from "./library.ts";
import type { OpenHdf5 } from "./tree.ts";

/** Filters that the library itself has: deflate, shuffle, fletcher32, szip, nbit, scale-offset. */
const ownFilters = 6;

/** Names of the plugins of h5wasm-plugins, by the registered number of their filter. */
const plugins: Readonly<Record<number, string>> = {
  307: "bz2",
  32000: "lzf",
  32001: "blosc",
  32004: "lz4",
  32008: "bshuf",
  32013: "zfp",
  32015: "zstd",
  32019: "jpeg",
  32022: "bitgroom",
  32023: "bitround",
  32026: "blosc2",
};

const installed = new WeakMap<Library, Set<string>>();

/**
 * Gives the library the plugins that the chunks of a dataset need.
 * @throws {FormatError} that names the package to install, or the filter that there is no plugin for.
 */
export async function pluginsFor(file: OpenHdf5, path: string, chunked: { chunks?: unknown }): Promise<void> {
  if (!chunked.chunks) return;
  const { library, id, name } = file;
  const filters = library.call(name, (hdf5) => hdf5.get_dataset_filters(id, path));
  for (const filter of filters.filter(({ id }) => id > ownFilters)) {
    const plugin = plugins[filter.id];
    if (plugin === undefined) {
      const known = `deflate, szip, ${Object.values(plugins).join(", ")}`;
      const advice = `Write it without that filter: h5repack -f NONE ${name} plain.h5`;
      throw hdf5Error(
        name + path.replace("/", ":"),
        `chunks in one of ${known}`,
        `filter ${filter.id} (${filter.name})`,
        advice,
      );
    }
    await install(library, plugin, name);
  }
}

async function install(library: Library, plugin: string, file: string): Promise<void> {
  const there = installed.get(library) ?? new Set();
  installed.set(library, there);
  if (there.has(plugin)) return library.loads(plugin, file);
  const name = `libH5Z${plugin}.so`;
  const bytes = await pluginBytes(name, file);
  library.call(file, ({ FS, get_plugin_search_paths }) => {
    const folder = get_plugin_search_paths()[0]!;
    FS.mkdirTree(folder);
    FS.writeFile(`${folder}/${name}`, bytes);
  });
  there.add(plugin);
  library.loads(plugin, file);
}

/** @throws {FormatError} where a page has it not at the address at which it is looked for. */
async function pluginBytes(name: string, file: string): Promise<Uint8Array> {
  const load = () => import("h5wasm-plugins").catch(asIs);
  const { base_url } = await optional("h5wasm-plugins", load, file);
  const address = placeOf(name, base_url);
  if (platform.files && address.startsWith("file:")) return platform.files.readFile(new URL(address));
  const response = await fetch(address).catch(() => undefined);
  const bytes = new Uint8Array(response?.ok ? await response.arrayBuffer() : []);
  // A server may answer with a page for whatever it has not.
  if (isWasm(bytes)) return bytes;
  const got = response?.ok ? "another file" : response ? `HTTP ${response.status}` : "no answer";
  const advice = "Copy the folder plugins of the package h5wasm-plugins there: bundlers leave it out.";
  throw hdf5Error(file, `the filter of its chunks at ${address}`, got, advice);
}

/**
 * Where a bundler made a script of the package, the folder of plugins is looked for beside that. webpack and Parcel write
 * the place of the package on the machine that built the page: then it is looked for beside the page.
 */
function placeOf(name: string, base: string): string {
  if (base.startsWith("file:") && !platform.files) {
    return new URL(`plugins/${name}`, platform.baseAddress?.()).href;
  }
  const isScript = /\.m?js(\?|$)/.test(base);
  return isScript ? new URL(`plugins/${name}`, base).href : `${base}/plugins/${name}`;
}

function isWasm(bytes: Uint8Array): boolean {
  return [0, 0x61, 0x73, 0x6d].every((byte, k) => bytes[k] === byte);
}
