// What every metric, study and value of an option is from: nothing is without a source, and no entry without a use.
import { describe, expect, it } from "vitest";
import { commands } from "../../../src/commands.ts";
import { createEngine } from "../../../src/engine.ts";
import { metrics } from "../../../src/metrics/all.ts";
import { comparatorNames } from "../../../src/rdm/comparators/registry.ts";
import { dissimilarityNames } from "../../../src/rdm/dissimilarities/registry.ts";
import { bibliography } from "../../../src/studies/cite/bibliography/bibliography.ts";
import type { Cited } from "../../../src/studies/cite/cited/cited.ts";
import { citedByMetric } from "../../../src/studies/cite/cited/metrics.ts";
import { studies, studyAliases, studyNamed } from "../../../src/studies/cite/cited/studies.ts";
import type { CitedStudy } from "../../../src/studies/cite/cited/study.ts";
import {
  citedByComparator,
  citedByDissimilarity,
  citedByValue,
} from "../../../src/studies/cite/cited/values.ts";
import { namesOf } from "../../../src/studies/cite/formats/names.ts";
import { metricSubject } from "../../../src/studies/cite/of-metric.ts";
import { resolveOptions } from "../../../src/base/options.ts";

const allStudies: [string, CitedStudy][] = Object.entries(studies);
const allCited: readonly Cited[] = [
  ...Object.values(citedByMetric).flat(),
  ...allStudies.flatMap(([, { cited }]) => cited),
];

describe.each(Object.entries(metrics))("%s", (name, { options, testedWith }) => {
  const cited = citedByMetric[name as keyof typeof citedByMetric];

  it("has a source under every set of options that it is tested with", async () => {
    for (const chosen of testedWith) {
      const { subject } = await metricSubject({ metric: name, ...chosen });
      expect({ chosen, keys: subject.sources.flatMap(({ keys }) => keys) }).not.toEqual({ chosen, keys: [] });
    }
  });

  it("names sources under options that it has, with values that these accept", () => {
    for (const [option, accepted] of cited.flatMap(({ when = {} }) => Object.entries(when))) {
      expect(options).toHaveProperty(option);
      if (accepted === "given") continue;
      for (const value of accepted) resolveOptions(name, options, { [option]: value } as never);
    }
  });
});

describe.each(allStudies)("%s", (name, { cited, options, takesMetric, unlike = [] }) => {
  it("has a source, or those of its metric", () => {
    const named = Object.keys(citedByValue).filter((option) => !unlike.includes(option));
    expect(cited.length > 0 || takesMetric === true || named.length === 0).toBe(true);
  });

  it("names sources under options that it has, with values that these accept", async () => {
    const conditions = cited.flatMap(({ when = {} }) => Object.entries(when));
    if (conditions.length === 0) return;
    const schemas = await options!();
    for (const [option, accepted] of conditions) {
      expect(schemas).toHaveProperty(option);
      if (accepted !== "given")
        for (const value of accepted)
          resolveOptions(name, { [option]: schemas[option]! }, { [option]: value });
    }
  });
});

/** Commands that compute nothing that has a source. */
const without = new Set([
  "inspect",
  "work",
  "status",
  "merge",
  "studio",
  "cache",
  "serve",
  "metrics",
  "cite",
]);

it.each(Object.keys(commands).filter((name) => !without.has(name)))("the command %s is a study", (name) => {
  expect(studyNamed(name)).toBeDefined();
});

it("every function of an engine is a study", async () => {
  const engine = await createEngine({ threads: 0 });
  const functions = Object.entries(engine).filter(([, value]) => typeof value === "function");
  const unknown = functions.map(([name]) => name).filter((name) => studyNamed(name) === undefined);
  engine.close();
  // An eigendecomposition is what others are made of.
  expect(unknown.toSorted()).toEqual(["close", "eigh"]);
});

it("every other name of a study is of a function or a command", () => {
  for (const name of Object.values(studyAliases)) expect(studies).toHaveProperty(name);
});

it("every dissimilarity and comparator is in the lists, and no other", () => {
  expect(Object.keys(citedByDissimilarity)).toEqual(dissimilarityNames);
  expect(Object.keys(citedByComparator).toSorted()).toEqual([...comparatorNames].toSorted());
});

it("every entry of the bibliography is used", () => {
  const used = new Set<string>([
    ...allCited.flatMap(({ keys }) => keys),
    ...Object.values(citedByValue).flatMap((known) => Object.values(known).flat()),
  ]);
  expect(Object.keys(bibliography).filter((key) => !used.has(key))).toEqual([]);
});

describe.each(Object.entries(bibliography))("%s", (key, reference) => {
  it("is named by its first author and its year", () => {
    const plain = namesOf(reference)[0]!
      .family.normalize("NFD")
      .replace(/[^A-Za-z]/g, "")
      .toLowerCase();
    expect(key).toMatch(new RegExp(`^${plain}${reference.year}[a-z]*$`));
  });

  it("has well-formed addresses", () => {
    const { doi = "10.1000/x", arxiv = "2000.00001", authors, title } = reference;
    expect(doi).toMatch(/^10\.\d{4,9}\/\S+$/);
    expect(arxiv).toMatch(/^\d{4}\.\d{4,5}$/);
    for (const author of authors) expect(author).toMatch(/^[^,;]+(, [^,;]+)?$/);
    expect(title).not.toMatch(/\.$/);
  });
});

it("no DOI and no number of arXiv stands twice", () => {
  for (const address of ["doi", "arxiv"] as const) {
    const all = Object.values(bibliography).flatMap((one) => one[address]?.toLowerCase() ?? []);
    expect(all.length).toBe(new Set(all).size);
  }
});
