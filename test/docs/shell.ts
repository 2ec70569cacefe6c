/** Command lines of the pages: as they stand in blocks, and in the text. */
import { blocksOf, placeOf, textOf, type Block } from "./pages.ts";

/** Lines of a shell that are typed one after the other in one folder. */
export interface Session {
  readonly place: string;
  readonly page: string;
  readonly lines: readonly string[];
}

const shells = new Set(["sh", "bash", "shell", "console"]);

/** The commands of a block: lines that go on behind a backslash are one; after `$` the lines without are output. */
export function linesOf(code: string): string[] {
  const lines = code
    .replace(/\s*\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s+)#\s.*$/, "").trim());
  const typed = lines.some((line) => line.startsWith("$ "))
    ? lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2))
    : lines;
  return typed.filter((line) => line !== "");
}

export const isShell = ({ language }: Block) => shells.has(language);

/** What is typed in the blocks of a page. */
export function sessionsOf(page: string): Session[] {
  return blocksOf(page)
    .filter((block) => isShell(block) && block.noRun === undefined)
    .map((block) => ({ place: placeOf(block), page, lines: linesOf(block.code) }));
}

/** Whole command lines that begin a row of a table. */
export function tableLinesOf(page: string): Session[] {
  return textOf(page)
    .split("\n")
    .flatMap((row, k) => {
      const cell = /^\| *((?:`(?:npx )?repgeom [^`]*`(?:, )?)+)/.exec(row)?.[1] ?? "";
      const lines = [...cell.matchAll(/`([^`]*)`/g)].map(([, line]) => line!.replaceAll("\\|", "|"));
      return lines.length > 0 ? [{ place: placeOf({ page, line: k + 1 }), page, lines }] : [];
    });
}

/** Every mention of a command in the text, e.g. `repgeom embed --method smacof`. */
export function mentionsIn(page: string): string[] {
  return [...textOf(page).matchAll(/(?<!`)`((?:npx )?repgeom [^`\n]+)`(?!`)/g)].map(([, line]) => line!);
}

/** The commands that a line joins by `&&`, `;` or `|`. */
export const partsOf = (line: string) => line.split(/\s*(?:&&|;|\|)\s*/).filter(Boolean);

/** The words of a command, without the quotes of a shell. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word.replace(/['"]/g, ""));
}

/** The words behind `repgeom`; undefined of another program. */
export function repgeomWords(command: string): string[] | undefined {
  const words = wordsOf(command).filter((_, k, all) => k > 0 || !/^\w+=/.test(all[0]!));
  if (words[0] === "npx") words.shift();
  return words[0] === "repgeom" ? words.slice(1) : undefined;
}

/** Words in capitals and dots stand for what a reader puts there: such a line is no whole command. */
export const hasPlaceholder = (command: string) =>
  /…|\.\.\.|<|\[|(^|[\s=/])[A-Z]{2,}(_[A-Z]+)*(\s|$)/.test(command.replace(/-[A-Z]+/g, ""));

/** Commands that serve until they are ended, or need a server. */
export const endless = new Set(["serve", "studio", "work", "coordinate"]);

const outputs = /^--(out|report|checkpoint|log|save|state|cache|stochastic-report|queue|index)$/;

/** The names of files that a command writes. */
export const outputsOf = (words: readonly string[]) =>
  words.filter((_, k) => outputs.test(words[k - 1] ?? ""));

/** The names of files that a command reads: whatever looks like one and is not told to be written. */
export function inputsOf(words: readonly string[]): string[] {
  return words
    .filter((_, k) => !outputs.test(words[k - 1] ?? ""))
    .flatMap((word) => (word.startsWith("-") ? [] : word.split(",")))
    .map((word) => word.replace(/^[\w-]+=/, "").replace(/(\.\w+):.*$/, "$1"))
    .filter((word) => /[\w*]\.[a-z]\w*(\.gz)?$/.test(word) && !/\.(m?js|html)$/.test(word));
}
