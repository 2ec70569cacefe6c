import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { FileError, UsageError } from "../../cli/errors.ts";
import { checkInputs } from "../../cli/inputs.ts";
import {
  addMetricOptions,
  filesOfSpecs,
  metricNames,
  metricSpecs,
  refuseMetricFlags,
} from "../../cli/metric-options.ts";
import { toJsonText } from "../../cli/output.ts";
import { collected } from "../../cli/schema-flags.ts";
import { print } from "../../cli/stdout.ts";
import type { Citation } from "./citation.ts";
import { cite } from "./cite.ts";
import { studies, studyNamed } from "./cited/studies.ts";
import { isResult } from "./of-result.ts";
import { studySubjects } from "./command-studies.ts";
import type { CiteSubject, ResultSubject } from "./subject.ts";

const examples = `
Examples:
  $ repgeom cite                                            this library itself
  $ repgeom cite --metric cka --debiased
  $ repgeom cite --metric cka,rsa:comparator=rho-a --format bibtex > methods.bib
  $ repgeom cite --study isc:null=phase-shift
  $ repgeom cite D.json                                     of a result: as pairwise --out D.json wrote it

Prints the references of each, and a sentence for a methods section with version and options. Sources depend on
options; those of other options are named below. --format bibtex and csl-json print the references alone, with
that of this library. DOIs stand where they could be looked up.
`;

/** How a citation is printed. */
const formats: Readonly<Record<string, (citation: Citation) => string>> = {
  text: (citation) => citation.toText(),
  bibtex: (citation) => citation.toBibtex(),
  "csl-json": (citation) => toJsonText(citation.toCslJson()),
};

/** Flags of `cite`. */
interface CiteFlags {
  readonly metric?: readonly string[];
  readonly study?: readonly string[];
  readonly format: string;
  readonly json?: boolean;
}

/** `repgeom cite`: what to cite, and a sentence for a methods section. */
export function addCite(program: Command): void {
  const command = program
    .command("cite")
    .description("What to cite for metrics, studies and results, and a sentence for a methods section.")
    .argument("[files...]", ".json files of results")
    .addOption(
      collected(
        new Option(
          "--study <names>",
          `studies, by their commands; isc:null=phase-shift gives an option: ${Object.keys(studies).join(", ")}.`,
        ),
      ),
    )
    .addOption(new Option("--format <name>", "what is printed").choices(Object.keys(formats)).default("text"))
    .option("--json", "print everything as one JSON document");
  addMetricOptions(command, { several: true, required: false })
    .addHelpText("after", examples)
    .action((files: string[], flags: CiteFlags) => citeAll(files, flags));
}

async function citeAll(files: readonly string[], flags: CiteFlags): Promise<void> {
  const asked = [
    ...metricSubjects(flags),
    ...(await studySubjects(flags.study)),
    ...(await resultsOf(files)),
  ];
  const citation = await cite(asked.length === 0 ? "repgeom" : asked);
  await print([flags.json ? toJsonText(citation.toJSON()) : formats[flags.format]!(citation)]);
}

/** A file that an option names is not read: what counts is that there is one. */
function metricSubjects(flags: CiteFlags): CiteSubject[] {
  if (flags.metric === undefined) {
    refuseMetricFlags(flags, ["study", "format", "json"]);
    return [];
  }
  const specs = metricSpecs(flags, ["format", "json"]);
  const files = filesOfSpecs(specs);
  return specs.map((spec) => {
    const data = files.filter((one) => one.spec === spec).map(({ option }) => [option, {}]);
    return { ...spec, ...Object.fromEntries(data) } as CiteSubject;
  });
}

async function resultsOf(files: readonly string[]): Promise<ResultSubject[]> {
  const other = files.find((file) => !/\.json$/i.test(file));
  if (other !== undefined) throw new UsageError(`${other}: ${hintFor(other)}`);
  await checkInputs(files);
  return Promise.all(files.map(resultOf));
}

/** A name in place of a file is meant as a metric or a study. */
function hintFor(word: string): string {
  if (metricNames.includes(word)) return `a metric is cited by --metric ${word}.`;
  if (studyNamed(word) !== undefined) return `a study is cited by --study ${word}.`;
  return "cite reads the .json of a result, as --out result.json writes it.";
}

async function resultOf(file: string): Promise<ResultSubject> {
  const found = parsed(await readFile(file, "utf8"), file);
  if (isResult(found)) return found;
  throw new FileError(
    `${file}: expected a result that repgeom wrote; it says neither a metric nor a version.`,
  );
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FileError(`${file}: expected JSON; ${(error as Error).message}.`);
  }
}
