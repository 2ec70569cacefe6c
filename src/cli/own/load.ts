import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";
import { MetricError, OptionError } from "../../base/errors.ts";
import { quoted } from "../../base/text.ts";
import type { AnyMetric } from "../../metrics/metric.ts";
import { identityOf } from "../../metrics/own/identity.ts";
import { loadMetric } from "../../metrics/own/load.ts";
import { knowByName } from "../../metrics/resolve.ts";
import { UsageError } from "../errors.ts";
import type { MetricEntry } from "./entry.ts";
import { knownFile, noteFile, ownEntries } from "./known.ts";
import { isOwnPath, wordOf } from "./paths.ts";

/**
 * Loads the metrics of all files among these words, which runs their code.
 * @param words - of `--metric`, one a metric
 * @throws {UsageError} for what is no module of a metric, with what to write instead.
 */
export async function loadFiles(words: readonly string[]): Promise<void> {
  for (const { name: path } of words.map(wordOf))
    if (isOwnPath(path) && !knownFile(path)) await loadFile(path);
}

/** The metric of one file. @throws as above */
export async function loadFile(path: string): Promise<AnyMetric> {
  const { file, address, name } = await foundAt(path);
  const metric = (await loaded(path, address, name)) as unknown as AnyMetric;
  const other = ownEntries()[metric.name];
  if (other && other !== (metric as unknown))
    throw new UsageError(
      `${path}: another file names its metric ${metric.name}, too, so results could not be told apart. Rename one of them.`,
    );
  const { digest } = await identityOf(metric);
  knowByName(metric);
  const words = `${metric.name} of ${file.replace(/^.*[\\/]/, "")} ${digest?.slice(0, 16) ?? ""}`.trim();
  noteFile(path, { name: metric.name, metric: metric as unknown as MetricEntry, words });
  return metric;
}

async function loaded(path: string, address: string, name: string | undefined) {
  try {
    return await loadMetric(address, name);
  } catch (error) {
    if (!(error instanceof MetricError || error instanceof OptionError)) throw error;
    const about = error.message.replaceAll(address, path).replace(/Say which\.$/, `Say which: ${path}#NAME.`);
    throw new UsageError(about.startsWith(path) ? about : `${path}: ${about}${hintFor(path, about)}`);
  }
}

function hintFor(path: string, about: string): string {
  const isTyped = /\.[cm]?ts$/.test(path) && /extension|strip|syntax/i.test(about);
  return isTyped ? " TypeScript runs as it is from Node 22.18 on; else compile it first." : "";
}

/** What is advised for files that are no modules, by their extension. */
const others: Readonly<Record<string, string>> = {
  py: "it is Python. A metric of your own is a JavaScript module, export default { name, compare }: docs/own-metrics.md has the words of NumPy beside those of a metric",
  ipynb: "it is a notebook. A metric of your own is a JavaScript module, export default { name, compare }",
  wasm: "it is a wasm module. Load it in a JavaScript module, which exports the metric: examples/own-metric shows how",
  json: "it is no module. A metric of your own is a JavaScript module, export default { name, compare }",
};

/** @throws {UsageError} for what cannot be a module of a metric. */
async function foundAt(path: string): Promise<{ file: string; address: string; name: string | undefined }> {
  const [, place = path, name] = /^(.*?)(?:#([^#]*))?$/s.exec(path) ?? [];
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(place) && !/^file:/i.test(place))
    throw new UsageError(
      `--metric ${quoted(path)}: code is not run from the network. Save it as a file, look at it, and give that.`,
    );
  const file = /^file:/i.test(place) ? fileURLToPath(place) : resolve(place);
  const extension = /\.([a-z0-9]+)$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  const advice = Object.hasOwn(others, extension) ? others[extension] : undefined;
  if (advice) throw new UsageError(`--metric ${place}: ${advice}.`);
  const found = await stat(file).catch(() => undefined);
  if (!found)
    throw new UsageError(
      `--metric ${place}: no such file. Names of metrics have no slash and no dot: repgeom metrics lists them.`,
    );
  if (found.isDirectory())
    throw new UsageError(`--metric ${place} is a folder; give the file of the metric.`);
  return { file, address: pathToFileURL(file).href, name };
}
