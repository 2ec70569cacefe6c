// BibTeX and CSL-JSON of the whole bibliography, read by a library: nothing is lost and nothing is misread.
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { bibliography } from "../../../src/studies/cite/bibliography/bibliography.ts";
import { bibtexOf } from "../../../src/studies/cite/formats/bibtex.ts";
import { cslOf } from "../../../src/studies/cite/formats/csl.ts";
import { hasOthers, namesOf, shortly } from "../../../src/studies/cite/formats/names.ts";
import { referenceText } from "../../../src/studies/cite/formats/text.ts";
import { softwareReference } from "../../../src/studies/cite/software.ts";

/** An item as the library keeps it; what it adds itself begins with an underscore. */
type Item = Readonly<Record<string, unknown>> & {
  readonly author: readonly { readonly family?: string; readonly literal?: string }[];
};
interface Library {
  readonly Cite: new (
    input: unknown,
    options?: object,
  ) => {
    readonly data: readonly Item[];
    format(kind: string, options: object): string;
  };
}

const require = createRequire(import.meta.url);
const { Cite } = require("@citation-js/core") as Library;
for (const plugin of ["bibtex", "csl"]) require(`@citation-js/plugin-${plugin}`);

const all = [...Object.values(bibliography), softwareReference()];

describe.each(all)("$key", (reference) => {
  const [item] = new Cite(bibtexOf(reference)).data;

  it("is ASCII as BibTeX, and read back whole", () => {
    expect(bibtexOf(reference)).toMatch(/^[\x20-\x7e\n]+$/);
    expect(item).toMatchObject({ id: reference.key, issued: { "date-parts": [[reference.year]] } });
    const plain = (text: string) =>
      text
        .replace(/<[^>]+>|[{}]/g, "")
        .replace(/['’‘]/g, "'")
        .toLowerCase();
    expect(plain(String(item!["title"]))).toBe(plain(reference.title));
    if (reference.doi) expect(item!["DOI"]).toBe(reference.doi);
    if (reference.volume) expect(item!["volume"]).toBe(reference.volume);
  });

  it("has its authors, with their letters", () => {
    const families = item!.author.map(({ family, literal }) => family ?? literal);
    const expected = namesOf(reference).map(({ family }) => family.replace(/^(de|ten|van der) /, ""));
    expect(families.slice(0, expected.length).map(String)).toEqual(
      expected.map((family) => (family === "Dupré la Tour" ? expect.any(String) : family)),
    );
    if (!hasOthers(reference)) expect(families).toHaveLength(expected.length);
  });

  it("is CSL-JSON of which the library drops nothing", () => {
    const csl = cslOf(reference);
    const [read] = new Cite([csl], { forceType: "@csl/list+object" }).data;
    expect(read).toMatchObject(JSON.parse(JSON.stringify(csl)));
  });

  it("is a line of text with all that finds it", () => {
    const text = referenceText(reference);
    expect(text).toContain(reference.title);
    expect(text).toContain(`(${reference.year})`);
    expect(text).not.toMatch(/undefined|\.\.|,\s*\.|\s{2}/);
  });
});

it("is formatted by citeproc", () => {
  const text = new Cite(all.map(cslOf)).format("bibliography", {
    format: "text",
    template: "apa",
    lang: "en-US",
  });
  const plain = (given: string) => given.replace(/["'’‘“”]/g, "");
  for (const { title } of all) expect(plain(text)).toContain(plain(title).slice(0, 30));
});

it("names one, two and more authors in a sentence", () => {
  const { pearson1901, wang2020, song2012, virtanen2020 } = bibliography;
  expect([pearson1901, wang2020, song2012, virtanen2020].map(shortly)).toEqual([
    "Pearson, 1901",
    "Wang & Isola, 2020",
    "Song et al., 2012",
    "Virtanen et al., 2020",
  ]);
});

it("keeps the capitals of names in BibTeX, and no others", () => {
  expect(bibtexOf(bibliography.bhatia2019)).toContain(
    "title = {On the {Bures--Wasserstein} distance between positive definite matrices}",
  );
  expect(bibtexOf(bibliography.raghu2017)).toContain("title = {{SVCCA:} singular");
});
