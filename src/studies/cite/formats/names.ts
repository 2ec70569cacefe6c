import type { Reference } from "../bibliography/reference.ts";

/** An author: a person, or the name of a group. */
export interface Name {
  readonly family: string;
  readonly given?: string;
}

/** What stands for authors that are left out. */
const others = "et al.";

export function namesOf({ authors }: Reference): readonly Name[] {
  return authors.filter((author) => author !== others).map(nameOf);
}

/** Whether authors were left out. */
export function hasOthers({ authors }: Reference): boolean {
  return authors.includes(others);
}

function nameOf(author: string): Name {
  const [family = "", given] = author.split(", ");
  return given === undefined ? { family } : { family, given };
}

/** As in a sentence: "Song et al., 2012". */
export function shortly(reference: Reference): string {
  const families = namesOf(reference).map(({ family }) => family);
  const [first = "", second] = families;
  const who =
    families.length > 2 || hasOthers(reference)
      ? `${first} et al.`
      : [first, second].filter(Boolean).join(" & ");
  return `${who}, ${reference.year}`;
}
