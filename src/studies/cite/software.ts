import { version } from "../../base/version.ts";
import type { Reference } from "./bibliography/reference.ts";

/** Where this library lies. A test holds it against package.json and CITATION.cff. */
const repository = "https://github.com/repgeom/repgeom";

/** This library as something that is cited. It has no people as authors. */
export function softwareReference(cited: string = version): Reference {
  return {
    key: "repgeom",
    type: "software",
    authors: ["The repgeom contributors"],
    title: "repgeom: representational geometry in any JavaScript runtime",
    venue: "",
    year: 2026,
    version: cited,
    url: repository,
  };
}
