/** A work that may be cited. DOIs and numbers of arXiv stand only where they were looked up. */
export interface Reference {
  /** By which BibTeX and this library name it: kornblith2019. */
  readonly key: string;
  readonly type: "article" | "conference" | "preprint" | "book" | "chapter" | "report" | "web" | "software";
  /** Each "Family, G.", or the name of a group without a comma. */
  readonly authors: readonly string[];
  readonly title: string;
  /** The journal, the proceedings, the publisher, or the institution. */
  readonly venue: string;
  readonly year: number;
  readonly volume?: string;
  readonly issue?: string;
  /** First and last page, as 1–20, or the number of the article. */
  readonly pages?: string;
  readonly doi?: string;
  readonly arxiv?: string;
  readonly url?: string;
  /** Of software. */
  readonly version?: string;
}

/** A reference without its key, which is its name in the list. */
export type Entry = Omit<Reference, "key">;

type Where = Pick<Entry, "volume" | "issue" | "pages" | "doi" | "arxiv" | "url">;

/** Authors as one text, with semicolons between them. */
const entry =
  (type: Entry["type"]) =>
  (authors: string, title: string, venue: string, year: number, where: Where = {}): Entry => {
    return { type, authors: authors.split("; "), title, venue, year, ...where };
  };

export const article = entry("article");
export const conference = entry("conference");
export const preprint = entry("preprint");
export const book = entry("book");
export const chapter = entry("chapter");
export const report = entry("report");
export const web = entry("web");
