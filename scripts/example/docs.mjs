// The table of claims in a page of the docs.
import { FileError } from "../../dist/src/cli/errors.js";
import { claimsTable } from "./claims.mjs";

const marks = ["<!-- claims -->", "<!-- /claims -->"];

/**
 * The page with this table between its two marks, in the form that `npm run lint` asks for.
 * @throws {FileError} if the page does not have both marks, in their order
 */
export async function pageWithClaims(path, text, claims) {
  const { format, resolveConfig } = await import("prettier");
  const [start, end] = marks.map((mark) => text.indexOf(mark));
  if (start < 0 || end < start) throw new FileError(`${path}: expected ${marks.join(" and then ")}.`);
  const before = text.slice(0, start + marks[0].length);
  const whole = `${before}\n\n${claimsTable(claims)}\n\n${text.slice(end)}`;
  return format(whole, { ...(await resolveConfig(path)), filepath: path });
}
