// What scripts write into pages of the docs: a text between two marks of which the first names the script.
import { readFileSync, writeFileSync } from "node:fs";
import prettier from "prettier";

/**
 * Writes what stands between the marks; with `--check` compares it, and sets the exit code 1 where it differs.
 * @param page - its path from docs/
 * @param mark - name of the marks
 * @param by - the script, from the root
 * @param source - what the text is made of, for the message
 * @throws {Error} if the page does not have both marks
 */
export async function writeBetween({ page, mark, by, source, text }) {
  const file = new URL(`../../docs/${page}`, import.meta.url);
  const [start, end] = [`<!-- ${mark}: written by ${by} -->`, `<!-- /${mark} -->`];
  const before = readFileSync(file, "utf8");
  const [head, rest] = before.split(start);
  const [, tail] = rest?.split(end) ?? [];
  if (tail === undefined) throw new Error(`docs/${page}: expected the marks ${start} and ${end}.`);
  const options = { ...(await prettier.resolveConfig(file)), parser: "markdown" };
  const after = await prettier.format(`${head}${start}\n\n${text}\n\n${end}${tail}`, options);
  if (!process.argv.includes("--check")) writeFileSync(file, after);
  else if (before !== after) {
    console.error(`docs/${page} is not what ${source} says: run node ${by}`);
    process.exitCode = 1;
  }
}
