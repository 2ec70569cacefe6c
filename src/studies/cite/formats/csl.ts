import type { Reference } from "../bibliography/reference.ts";
import { namesOf, type Name } from "./names.ts";

/** An item of CSL-JSON, as Zotero, Pandoc and citeproc read it. */
export interface CslItem {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly author: readonly (
    { readonly family: string; readonly given: string } | { readonly literal: string }
  )[];
  readonly issued: { readonly "date-parts": readonly (readonly [number])[] };
  readonly "container-title"?: string;
  readonly publisher?: string;
  readonly volume?: string;
  readonly issue?: string;
  readonly page?: string;
  readonly number?: string;
  readonly version?: string;
  readonly DOI?: string;
  readonly URL?: string;
}

const types: Readonly<Record<Reference["type"], string>> = {
  article: "article-journal",
  conference: "paper-conference",
  preprint: "article",
  book: "book",
  chapter: "chapter",
  report: "report",
  web: "webpage",
  software: "software",
};

/** Works that stand alone have a publisher, the others a container. */
const isPublished: ReadonlySet<Reference["type"]> = new Set(["preprint", "book", "report"]);

export function cslOf(reference: Reference): CslItem {
  const { key, type, title, venue, year, volume, issue, pages, doi, arxiv, url, version } = reference;
  const place = isPublished.has(type) ? { publisher: venue } : { "container-title": venue };
  const address = arxiv === undefined ? url : `https://arxiv.org/abs/${arxiv}`;
  return {
    id: key,
    type: types[type],
    title,
    author: namesOf(reference).map(cslName),
    issued: { "date-parts": [[year]] },
    ...(venue === "" ? {} : place),
    ...(volume === undefined ? {} : { volume }),
    ...(issue === undefined ? {} : { issue }),
    ...(pages === undefined ? {} : { page: pages.replaceAll("–", "-") }),
    ...(arxiv === undefined ? {} : { number: `arXiv:${arxiv}` }),
    ...(version === undefined ? {} : { version }),
    ...(doi === undefined ? {} : { DOI: doi }),
    ...(address === undefined ? {} : { URL: address }),
  };
}

function cslName({ family, given }: Name) {
  return given === undefined ? { literal: family } : { family, given };
}
