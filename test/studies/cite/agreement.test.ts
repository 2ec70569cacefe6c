// What code and docstrings name as sources is what `cite` gives, and the other way round.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { descriptors } from "../../../src/metrics/descriptors/all.ts";
import { metrics } from "../../../src/metrics/all.ts";
import { comparators } from "../../../src/rdm/comparators/registry.ts";
import * as dissimilarities from "../../../src/rdm/dissimilarities/all.ts";
import { bibliography, type ReferenceKey } from "../../../src/studies/cite/bibliography/bibliography.ts";
import type { Reference } from "../../../src/studies/cite/bibliography/reference.ts";
import { citedByMetric } from "../../../src/studies/cite/cited/metrics.ts";
import {
  citedByComparator,
  citedByDescriptor,
  citedByDissimilarity,
} from "../../../src/studies/cite/cited/values.ts";
import { metricSubject } from "../../../src/studies/cite/of-metric.ts";
import { namesOf } from "../../../src/studies/cite/formats/names.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const references = (keys: readonly ReferenceKey[]) => keys.map((key) => bibliography[key]);

/** The sources of a text: what stands between semicolons, where it names a year or a number of arXiv. */
const sourcesIn = (text: string) =>
  text.split(/; |\. (?=[A-Z][a-z]+ [a-z]+: )/).filter((one) => /\b(19|20)\d\d\b|arXiv:/.test(one));

/** Whether one of the authors and the year, or the number of arXiv, stand in the text. */
function isNamed(text: string, reference: Reference): boolean {
  const number = /arXiv:(\d{4}\.\d{5})/.exec(text)?.[1];
  if (number !== undefined && reference.arxiv !== undefined) return number === reference.arxiv;
  const [first] = namesOf(reference);
  return text.includes(first!.family) && text.includes(String(reference.year));
}

/** Each source that the text names is among the references. */
function expectSources(text: string, known: readonly Reference[]) {
  for (const one of sourcesIn(text))
    if (!known.some((reference) => isNamed(one, reference))) expect.fail(`no reference for "${one}"`);
}

describe.each(Object.entries(metrics))("%s", (name, { source }) => {
  it("is from what its description says", async () => {
    const listed = citedByMetric[name as keyof typeof citedByMetric].flatMap(({ keys }) => keys);
    const { subject } = await metricSubject({ metric: name }); // what its options name by default, too
    const all = [...listed, ...subject.sources.flatMap(({ keys }) => keys as ReferenceKey[])];
    expectSources(source, references(all));
  });
});

describe.each(Object.entries(comparators))("comparator %s", (name, { source }) => {
  it("is from what its description says", () =>
    expectSources(source, references(citedByComparator[name as keyof typeof citedByComparator])));
});

describe.each(Object.entries(dissimilarities.dissimilarities))(
  "dissimilarity %s",
  (name, { source = "" }) => {
    const keys = citedByDissimilarity[name as keyof typeof citedByDissimilarity];
    it("is from what its description says", () => expectSources(source, references(keys)));
  },
);

describe.each(descriptors)("descriptor $name", ({ name, source }) => {
  // Forms of one descriptor share a text, which names the sources of all.
  it("is from some of what its description says, and nothing else", () => {
    const all = Object.values(citedByDescriptor).flat();
    expectSources(source, references(all));
    const own = references(citedByDescriptor[name as keyof typeof citedByDescriptor]);
    const named = sourcesIn(source);
    expect(own.filter((one) => !named.some((text) => isNamed(text, one)))).toEqual([]);
  });
});

const files = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
const code = ["src/base", "src/geometry", "src/metrics", "src/rdm", "src/studies"]
  .flatMap(files)
  .filter((file) => !file.startsWith("src/studies/cite/"))
  .map((file) => [file, readFileSync(join(root, file), "utf8")] as const);

/** Sources of numerical methods and of formats, which a paper on the results would not cite. */
const inside =
  /Cochran|Marsaglia|Golub & Meurant|Walker & Ni|Ahuja|Orden|Yamamoto|Higham|Abramowitz|Numerical Recipes|Warren|RFC|PKWARE|NumPy|MathWorks|Greenbaum/;

/** The text after `Source:` up to the end of the comment, the next tag or the next paragraph. */
const docSources = code.flatMap(([file, text]) =>
  [...text.matchAll(/Sources?: ((?:[^*@]|\*(?!\/)(?! @)(?!\n))+)/g)].map(([, found]) => ({
    file,
    text: found!.replace(/\s*\n\s*\* ?/g, " ").trim(),
  })),
);

it("docstrings were found", () => expect(docSources.length).toBeGreaterThan(50));

it.each(docSources)("$file: $text", ({ text }) => {
  const all = Object.values(bibliography);
  for (const one of sourcesIn(text).filter((source) => !inside.test(source)))
    if (!all.some((reference) => isNamed(one, reference))) expect.fail(`no reference for "${one}"`);
});

it("every number of arXiv in the code is that of an entry", () => {
  const known = new Set(Object.values(bibliography).flatMap(({ arxiv = [] }) => arxiv));
  const named = code.flatMap(([file, text]) =>
    [...text.matchAll(/arXiv:(\d{4}\.\d{4,5})/g)].map(([, number]) => ({ file, number: number! })),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ number }) => !known.has(number))).toEqual([]);
});

it.each(Object.values(bibliography))("$key is named in the code that it is the source of", (reference) => {
  const first = namesOf(reference)[0]!.family;
  const named = code.some(([, text]) => text.includes(first));
  expect({ first, named }).toEqual({ first, named: true });
});
