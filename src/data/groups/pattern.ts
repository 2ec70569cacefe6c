import { OptionError } from "../../base/errors.ts";
import { literally, quoted } from "../../base/text.ts";
import { extensions } from "../formats/registry.ts";
import { columnsOfLabels } from "./columns.ts";
import type { NetworkTable } from "./network-table.ts";

/** A pattern as an expression that finds its columns. */
interface Compiled {
  readonly columns: readonly string[];
  /** The first takes as little as possible for each column, the second as much: where they differ, there are two ways. */
  readonly expressions: readonly [RegExp, RegExp];
}

/** A pattern as it was given, and without its extension: they are one where it has none. */
interface Patterns {
  readonly whole: Compiled;
  readonly bare: Compiled;
}

const example = '"{model}_{layer}_{seed}.npy"';

/**
 * A table of networks from their names: `{model}_{layer}_{seed}.npy` makes the columns model, layer and
 * seed. A column stands for one character or more, but no `/`; a `*` for any that are not needed. The
 * pattern may have folders and an extension or not, and need not begin with the first folder.
 *
 *   tableFromPattern(["resnet/layer1.npy", "resnet/layer2.npy"], "{model}/layer{layer}")
 *
 * @param names - of representations or files; they become the names of the table
 * @param pattern - with at least one column in braces
 * @param paths - further spellings of each name, which the pattern may fit instead: the paths of the files
 * @throws {OptionError} for a pattern without a column or with one twice, and for a name that it does not
 *   fit, or fits in two ways.
 */
export function tableFromPattern(
  names: readonly string[],
  pattern: string,
  paths: readonly (readonly string[])[] = [],
): NetworkTable {
  const whole = compile(pattern);
  const plain = withoutExtension(pattern);
  const patterns = { whole, bare: plain === pattern ? whole : compile(plain) };
  const rows = names.map((name, k) => partsOf([...(paths[k] ?? []), name], patterns, pattern));
  const columns = whole.columns.map(
    (column, c) => [column, columnsOfLabels(rows.map((row) => row[c]!))] as const,
  );
  return { names: [...names], columns: Object.fromEntries(columns) };
}

/** The cells of one network, by the first spelling of it that the pattern fits. */
function partsOf(spellings: readonly string[], { whole, bare }: Patterns, pattern: string): string[] {
  for (const name of spellings) {
    const plain = withoutExtension(name);
    const ways: [Compiled, string][] = [
      ...(bare === whole ? [] : [[whole, name] as [Compiled, string]]),
      [bare, plain],
      [bare, name],
    ];
    for (const [{ expressions, columns }, text] of ways) {
      const [short, long] = expressions.map((one) => one.exec(text)?.slice(1));
      if (!short || !long) continue;
      if (short.join("\n") === long.join("\n")) return short;
      throw ambiguous(text, pattern, columns, [short, long]);
    }
  }
  throw new OptionError(
    `pattern ${quoted(pattern)} does not fit ${quoted(spellings[0]!)}. Write the parts of the name as {columns} and the rest as it is, as in ${example}; * stands for what is not needed.`,
    "pattern",
  );
}

function ambiguous(
  name: string,
  pattern: string,
  columns: readonly string[],
  ways: readonly (readonly string[])[],
) {
  const [one, other] = ways.map((parts) =>
    columns.map((column, c) => `${column} ${quoted(parts[c]!)}`).join(", "),
  );
  return new OptionError(
    `pattern ${quoted(pattern)} fits ${quoted(name)} in two ways: ${one}; or ${other}. Put more of the fixed text into it, or give a table.`,
    "pattern",
  );
}

function compile(pattern: string): Compiled {
  const parts = pattern.split(/(\{[^{}/]*\}|\*)/);
  const columns = parts.filter((part) => /^\{.*\}$/s.test(part)).map((part) => part.slice(1, -1).trim());
  checkColumns(columns, pattern);
  const source = (any: string) => {
    const sources = parts.map((part) => {
      if (/^\{.*\}$/s.test(part)) return `([^/\\\\]+${any})`;
      return part === "*" ? `[^/\\\\]*${any}` : escaped(part);
    });
    return new RegExp(`(?:^|[/\\\\])${sources.join("")}$`, "su");
  };
  return { columns, expressions: [source("?"), source("")] };
}

function checkColumns(columns: readonly string[], pattern: string): void {
  const wrong = (why: string) => new OptionError(`pattern ${quoted(pattern)} ${why}`, "pattern");
  if (columns.length === 0) throw wrong(`has no column; expected one or more in braces, as in ${example}.`);
  if (columns.includes("")) throw wrong("has a column without a name; write * for what is not needed.");
  const twice = columns.find((column, k) => columns.indexOf(column) !== k);
  if (twice !== undefined) throw wrong(`has the column ${quoted(twice)} twice; rename one.`);
  if (columns.includes("name"))
    throw wrong("has a column called name, which is the name of the whole network; call it otherwise.");
}

function escaped(text: string): string {
  return literally(text).replaceAll("/", "[/\\\\]");
}

/** Without `.npy` or another extension of files that are read, at the end or before the name of an array. */
function withoutExtension(path: string): string {
  const small = path.toLowerCase();
  for (const extension of extensions) {
    const [end, inside] = [small.endsWith(extension), small.indexOf(`${extension}:`)];
    if (end) return path.slice(0, -extension.length);
    if (inside >= 0) return path.slice(0, inside) + path.slice(inside + extension.length);
  }
  return path;
}
