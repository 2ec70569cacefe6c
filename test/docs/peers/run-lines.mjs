// Runs command lines of the documentation one after the other, in this folder and this process: a process
// for each would take most of the time. Prints a JSON list of what each left.
//
//   node run-lines.mjs dist-folder < lines.json
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const { run } = await import(pathToFileURL(join(process.argv[2], "src/program.js")));
const print = process.stdout.write.bind(process.stdout);
const left = [];
for (const line of JSON.parse(readFileSync(0, "utf8"))) left.push({ line, ...(await outcomeOf(line)) });
print(JSON.stringify(left), () => process.exit(0));

async function outcomeOf(line) {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    process[name].write = (text, ...rest) => {
      texts[name] += text;
      rest.find((one) => typeof one === "function")?.();
      return true;
    };
  }
  const [program, ...words] = wordsOf(line);
  if (program !== "repgeom") return { code: -1, ...texts, stderr: "not a line of repgeom" };
  return { code: await run(words, new AbortController().signal), ...texts };
}

/** Words as a shell makes them: quotes, and patterns of files. */
function wordsOf(line) {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.flatMap((word) => (/['"]/.test(word) ? [word.replace(/['"]/g, "")] : matching(word)));
}

function matching(word) {
  if (!word.includes("*")) return [word];
  const pattern = new RegExp(`^${basename(word).replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
  const found = readdirSync(dirname(word)).filter((name) => pattern.test(name));
  return found.sort().map((name) => join(dirname(word), name));
}
