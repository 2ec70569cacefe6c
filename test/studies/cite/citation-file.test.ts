import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { validateCFFFile } from "cffjs";
import { parse } from "yaml";
import { softwareReference } from "../../../src/studies/cite/software.ts";

interface CitationFile {
  readonly title: string;
  readonly authors: readonly object[];
  readonly version: string;
  readonly keywords: readonly string[];
}

const { version, license, keywords } = createRequire(import.meta.url)("../../../package.json") as {
  readonly version: string;
  readonly license: string;
  readonly keywords: readonly string[];
};

it("CITATION.cff fulfils the schema of version 1.2.0", () => {
  expect(() => validateCFFFile("CITATION.cff")).not.toThrow();
});

it("CITATION.cff says what package.json and repgeom cite say", () => {
  const file = parse(readFileSync("CITATION.cff", "utf8")) as CitationFile;
  const { title, authors, url } = softwareReference();
  expect(file).toMatchObject({ title, version, license, "repository-code": url });
  expect(file.authors).toEqual(authors.map((name) => ({ name })));
  expect(file.keywords).toEqual(keywords);
});
