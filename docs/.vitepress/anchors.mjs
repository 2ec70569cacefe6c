/** The anchor of a heading, as hosts of repositories make it: links are the same there and on the site. */
export function slug(title) {
  return title
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}
