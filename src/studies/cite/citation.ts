import type { CitationFacts } from "./facts.ts";
import { bibtexOf } from "./formats/bibtex.ts";
import { cslOf, type CslItem } from "./formats/csl.ts";
import { citationText } from "./formats/page.ts";

/** What to cite for some metrics and studies, and a sentence for a methods section. */
export interface Citation extends CitationFacts {
  /** Subjects with their references, then the sentences. */
  toText(): string;
  /** A .bib file. */
  toBibtex(): string;
  /** CSL-JSON, as Zotero, Pandoc and citeproc read it. */
  toCslJson(): CslItem[];
  /** Everything, as data. */
  toJSON(): CitationFacts;
}

export function citationOf(facts: CitationFacts): Citation {
  return {
    ...facts,
    toText: () => citationText(facts),
    toBibtex: () => facts.references.map(bibtexOf).join("\n"),
    toCslJson: () => facts.references.map(cslOf),
    toJSON: () => facts,
  };
}
