import { basename } from "node:path";
import type { Command, Option } from "commander";
import { version } from "../../base/version.ts";
import { arrayPathOf } from "../../data/files/array-path.ts";
import { kernelBuild } from "../../run/build.ts";
import type { Plain } from "../../run/ledger/ledger.ts";
import { plainOf } from "../../run/ledger/json.ts";
import type { Job } from "./job.ts";
import { openCheckpoint, type FileLedger, type Opening } from "./ledger.ts";
import { noted } from "./note.ts";
import { recipeOf } from "./recipe.ts";
import { knownFile } from "../own/known.ts";
import { wordOf } from "../own/paths.ts";

/** Flags that change no number: where and how it is computed, what is written and shown. */
const without = new Set(
  (
    "threads deterministic maxMemory quiet progress checkpoint shard cache cacheSize dryRun " +
    "json out dtype report title table pattern color shape label order"
  ).split(" "),
);

/** What the command computes. Files count by their names, so that their folder may move. */
async function currentJob(deterministic: boolean | undefined): Promise<Job> {
  const { command, read } = noted();
  return {
    command: command.name(),
    flags: flagsOf(command),
    inputs: plainOf({
      files: command.args.map(nameOf),
      read: read.flat().map(({ name, shape }) => `${name}: ${shape.join(" × ")}`),
    }),
    recipe: recipeOf(command, read),
    version,
    build: await kernelBuild(deterministic),
  };
}

/** Opens the checkpoint of the command that this process runs. @throws as `openCheckpoint` */
export async function openCurrent(
  folder: string,
  deterministic: boolean | undefined,
  how: Opening,
): Promise<FileLedger> {
  return openCheckpoint(folder, await currentJob(deterministic), how);
}

function flagsOf(command: Command): Record<string, Plain> {
  const given = command.options.flatMap((option) => {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    return value === undefined || without.has(name) ? [] : [[name, valueOf(option, value)] as const];
  });
  given.sort(([a], [b]) => (a < b ? -1 : 1));
  return plainOf(Object.fromEntries(given));
}

function valueOf(option: Option, value: unknown): Plain {
  if (option.long === "--metric")
    return Array.isArray(value) ? value.map((text) => metricWords(String(text))) : metricWords(String(value));
  const isFile = /<(\w+=)?(files?|tables?|folder)\b/.test(option.flags);
  if (!isFile) return value as Plain;
  return Array.isArray(value) ? value.map((one) => nameOf(String(one))) : nameOf(String(value));
}

/** Metrics as they were named, but those of files by their names and contents: a changed one is another job. */
function metricWords(text: string): string {
  const wordFor = (one: string) => {
    const { name, options } = wordOf(one.trim());
    const file = knownFile(name);
    return file ? [file.words, ...options].join(":") : one;
  };
  return text.split(",").map(wordFor).join(",");
}

/** The name of a file, with the array that is meant of it, and what stands before it: `V1=data/V1.h5:/acts` is `V1=V1.h5:/acts`. */
function nameOf(text: string): string {
  const [, before = "", path = ""] = /^([^/=]*=)?(.*)$/s.exec(text) ?? [];
  const { file } = arrayPathOf(path);
  return `${before}${basename(file)}${path.slice(file.length)}`;
}
