import type { Reference } from "../bibliography/reference.ts";
import { hasOthers, namesOf } from "./names.ts";

/** A reference as in a list: authors (year). Title. Where. Address. */
export function referenceText(reference: Reference): string {
  const { title, year, version } = reference;
  const what = /[.?!]$/.test(title)
    ? title
    : `${title}${version === undefined ? "" : ` (version ${version})`}.`;
  const parts = [`${authorsText(reference)} (${year}).`, what, placeText(reference), addressOf(reference)];
  return parts.filter((part) => part !== "").join(" ");
}

function authorsText(reference: Reference): string {
  const names = namesOf(reference).map(({ family, given }) =>
    given === undefined ? family : `${family}, ${given}`,
  );
  if (hasOthers(reference)) return `${names.join(", ")}, et al.`;
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} & ${names.at(-1)}`;
}

function placeText({ venue, volume, issue, pages }: Reference): string {
  if (venue === "") return "";
  const numbers = [volume && `${volume}${issue === undefined ? "" : `(${issue})`}`, pages];
  return `${[venue, ...numbers].filter(Boolean).join(", ")}.`;
}

/** The most lasting address that is known; of preprints their number. */
export function addressOf({ doi, arxiv, url }: Reference): string {
  if (doi !== undefined) return `https://doi.org/${doi}`;
  return arxiv === undefined ? (url ?? "") : `arXiv:${arxiv}`;
}
