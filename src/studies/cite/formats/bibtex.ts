import type { Reference } from "../bibliography/reference.ts";
import { hasOthers, namesOf } from "./names.ts";

/** The type of an entry, and the field in which it says where it appeared. */
const entries: Readonly<Record<Reference["type"], readonly [type: string, venue: string]>> = {
  article: ["article", "journal"],
  conference: ["inproceedings", "booktitle"],
  preprint: ["misc", "howpublished"],
  book: ["book", "publisher"],
  chapter: ["incollection", "booktitle"],
  report: ["techreport", "institution"],
  web: ["misc", "howpublished"],
  software: ["misc", "howpublished"],
};

/** One entry of a .bib file, in ASCII: also for programs that do not read UTF-8. */
export function bibtexOf(reference: Reference): string {
  const { key, type, title, venue, year, volume, issue, pages, doi, arxiv, url, version } = reference;
  const [entry, place] = entries[type];
  const fields: readonly (readonly [name: string, value: string | undefined])[] = [
    ["author", authorsOf(reference)],
    ["title", titleOf(title)],
    [place, venue === "" ? undefined : latex(venue)],
    ["year", String(year)],
    ["volume", volume],
    ["number", issue && latex(issue)],
    ["pages", pages && latex(pages)],
    ["note", version && `Version ${version}`],
    ["doi", doi],
    ["eprint", arxiv],
    ["archiveprefix", arxiv && "arXiv"],
    ["url", url],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}},`] : []));
  return [`@${entry}{${key},`, ...lines, "}", ""].join("\n");
}

function authorsOf(reference: Reference): string {
  const names = namesOf(reference).map(({ family, given }) =>
    given === undefined ? `{${latex(family)}}` : `${latex(family)}, ${latex(given)}`,
  );
  return [...names, ...(hasOthers(reference) ? ["others"] : [])].join(" and ");
}

/** Styles write titles in small letters: words with capitals of their own are kept by braces. */
function titleOf(title: string): string {
  const words = title.split(" ").map((word, k) => {
    const inner = k === 0 ? word.replace(/^[^A-Za-z]*[A-Z]/, "") : word;
    return /\p{Lu}/u.test(inner) ? `{${latex(word)}}` : latex(word);
  });
  return words.join(" ");
}

/** How LaTeX writes marks above and below letters, by their characters of Unicode. */
const marks: Readonly<Record<string, string>> = {
  "\u0300": "`",
  "\u0301": "'",
  "\u0302": "^",
  "\u0303": "~",
  "\u0308": '"',
  "\u030a": "r ",
  "\u030c": "v ",
  "\u0327": "c ",
};

function latex(text: string): string {
  return text
    .replace(/[&%$#_]/g, (sign) => `\\${sign}`)
    .replaceAll("–", "--")
    .normalize("NFD")
    .replace(
      /(.)([\u0300-\u036f])/gu,
      (_, letter: string, mark: string) => `{\\${marks[mark] ?? ""}${letter}}`,
    );
}
