// The command line of `npm run example`.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { unknownName } from "../../dist/src/base/suggest.js";
import { UsageError } from "../../dist/src/cli/errors.js";
import { stderr } from "../../dist/src/cli/stdout.js";

const options = {
  train: { type: "boolean" },
  out: { type: "string" },
  docs: { type: "boolean" },
  help: { type: "boolean" },
};

/** Names of the studies: folders with a study.mjs. */
export function studyNames(folder) {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "study.mjs")))
    .sort();
}

/** @param own - flags of the study that was named, if one was */
export function helpText(names, own = {}) {
  const ownFlags = Object.entries(own).map(([flag, { value, doc }]) => `  --${flag} ${value}  ${doc}`);
  return [
    "npm run example NAME [-- flags]",
    "",
    ...names.map((name) => `  ${name}`),
    "",
    "Prints the claims of a study with figures and answers; writes report.html and summary.json.",
    "",
    "  --out FOLDER  where they are written (default: out/NAME)",
    "  --train       trains the networks of the study anew before; needs Python 3 with PyTorch",
    "  --docs        also writes the table of claims into docs/studies/NAME.md",
    ...(ownFlags.length > 0 ? ["", "Of this study:", "", ...ownFlags] : []),
    "",
  ].join("\n");
}

/** The study that is named, where it is one of them. */
export function namedStudy(words, names) {
  return words.find((word) => names.includes(word));
}

/**
 * @param names - of the studies
 * @param own - flags of the study that was named: `{ NAME: { value: "FOLDER", doc } }`
 * @returns `{ name, train, out, docs, flags }`, the last being those of the study; or `{ help: true }`
 * @throws {UsageError} without a name, for an unknown one, and for flags that there are not
 */
export function parseWords(words, names, own = {}, environment = process.env) {
  const known = {
    ...Object.fromEntries(Object.keys(own).map((flag) => [flag, { type: "string" }])),
    ...options,
  };
  const parsed = parseArgs({
    args: words,
    options: known,
    allowPositionals: true,
    tokens: true,
    strict: false,
  });
  for (const token of parsed.tokens) if (token.kind === "option") assertFlag(token, known, own);
  const given = { ...parsed.values, ...flagsOfNpm(own, environment) };
  if (given.help) return { help: true };
  const flags = Object.fromEntries(Object.entries(given).filter(([flag]) => flag in own));
  const [first] = Object.keys(flags);
  if (first && given.docs)
    throw new UsageError(`--docs writes what the committed data say; leave out --${first}.`);
  return { ...given, flags, name: oneName(parsed.positionals, names) };
}

function assertFlag({ name, rawName, value }, known, own) {
  const accepted = Object.keys(known).map((flag) => `--${flag}`);
  if (!accepted.includes(rawName)) throw new UsageError(unknownName("flag", rawName, accepted));
  if (known[name].type === "boolean" && value !== undefined)
    throw new UsageError(`${rawName} takes no value, got ${value}.`);
  if (known[name].type === "string" && !value)
    throw new UsageError(`${rawName} needs a ${(own[name]?.value ?? "folder").toLowerCase()}.`);
}

/** Flags without `--` before them are taken by npm, which says what it took in the environment. */
function flagsOfNpm(own, environment) {
  if (environment.npm_lifecycle_event !== "example") return {};
  const withValue = { out: { value: "FOLDER" }, ...own };
  const taken = Object.keys(withValue).find((flag) => environment[`npm_config_${flag}`] !== undefined);
  if (taken)
    throw new UsageError(
      `npm took --${taken} for itself. Write -- before flags: npm run example NAME -- --${taken} ${withValue[taken].value}`,
    );
  const isGiven = (flag) => environment[`npm_config_${flag}`] === "true";
  return Object.fromEntries(["train", "docs"].filter(isGiven).map((flag) => [flag, true]));
}

function oneName(given, names) {
  if (given.length === 1 && names.includes(given[0])) return given[0];
  if (given.length > 1)
    throw new UsageError(`One study at a time, got ${given.length}: ${given.join(", ")}.`);
  if (given.length === 1) throw new UsageError(unknownName("study", given[0], names));
  throw new UsageError(`Which study? npm run example NAME, with one of: ${names.join(", ")}.`);
}

/** Says on stderr how far a study is. On a terminal a bar may stand there, so a line of its own. */
export function say(text) {
  stderr.write(`${stderr.isTTY ? "\n" : ""}${text}\n`);
}
