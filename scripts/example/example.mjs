// What `npm run example` does: a study, its printed claims, its report and its summary.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { reportSections } from "repgeom/report";
import { version } from "../../dist/src/base/version.js";
import { withControl } from "../../dist/src/cli/engine.js";
import { describeError, exitCodeOf, FileError } from "../../dist/src/cli/errors.js";
import { writeAtomically } from "../../dist/src/cli/files.js";
import { print, stderr } from "../../dist/src/cli/stdout.js";
import { whileWriting } from "../../dist/src/cli/thread/link.js";
import { claimsSection, claimsText } from "./claims.mjs";
import { pageWithClaims } from "./docs.mjs";
import { train } from "./train.mjs";
import { helpText, namedStudy, parseWords, say, studyNames } from "./words.mjs";

/**
 * @param places - folders: `studies` of the studies, `docs` of their pages
 * @returns the exit code; what went wrong has been said on stderr
 */
export async function example(words, signal, places) {
  try {
    const names = studyNames(places.studies);
    const own = await flagsOf(namedStudy(words, names), places);
    const { help, ...asked } = parseWords(words, names, own);
    if (help) await print([helpText(names, own)]);
    else await run(asked, signal, places);
    return 0;
  } catch (error) {
    if (!signal.aborted) stderr.write(describeError(error));
    return exitCodeOf(error);
  }
}

/** The flags that a study has besides those of all. */
async function flagsOf(name, places) {
  return name === undefined ? {} : ((await studyOf(name, places)).flags ?? {});
}

async function studyOf(name, { studies }) {
  const { study } = await import(pathToFileURL(join(studies, name, "study.mjs")).href);
  return study;
}

async function run({ name, out = join("out", name), ...asked }, signal, { studies, docs }) {
  const started = performance.now();
  assertFolder(out);
  const folder = join(studies, name);
  const study = await studyOf(name, { studies });
  if (asked.train) await train(study, folder, signal, say);
  const done = await compute(study, asked.flags, signal);
  await print([claimsText(study, done.claims)]);
  const files = await filesOf(study, done, out);
  if (asked.docs) files.push(await pageOf(study, done, docs));
  mkdirSync(out, { recursive: true });
  await whileWriting(async () => {
    for (const [path, content] of files) await writeAtomically(path, content, signal);
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await print([`Wrote ${files.map(([path]) => path).join(", ")} in ${seconds} s.\n`]);
}

/** Known before minutes of work. */
function assertFolder(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new FileError(`--out ${path}: expected a folder, this is a file.`);
}

/** Without relaxed SIMD, whose last digits depend on the processor: the summary has the same bytes everywhere. */
function compute(study, flags, signal) {
  return withControl({ deterministic: true }, signal, (control) => study.run({ control, log: say, flags }));
}

async function filesOf(study, { claims, sections, numbers }, out) {
  const { name, title, question, simulated } = study;
  const summary = { name, title, question, simulated, version, claims, numbers };
  const notes = [question, ...(simulated ? [`Simulated: ${simulated}`] : [])];
  const page = await reportSections([claimsSection(study, claims), ...sections], { title, notes });
  return [
    [join(out, "report.html"), page],
    [join(out, "summary.json"), `${JSON.stringify(summary, undefined, 1)}\n`],
  ];
}

async function pageOf({ name }, { claims }, docs) {
  const path = resolve(docs, `${name}.md`);
  return [path, await pageWithClaims(path, readFileSync(path, "utf8"), claims)];
}
