// Links of pages that lead out of docs/: a reader of the site finds those files in the repository.
import { posix } from "node:path";

/** Files outside docs/ that are pages of the site too, and a page that includes such a file. */
const pageOf = { "CHANGELOG.md": "changelog.md" };
const includes = { "changelog.md": "CHANGELOG.md" };

/**
 * @param link - as it stands in the page @param page - path of the page in docs/, e.g. `studies/shape-space.md`
 * @param repository - address of the repository
 * @returns the address for the site; the link as it is if it stays inside
 */
export function siteLink(link, page, repository) {
  if (/^([a-z]+:|#|\/)/i.test(link)) return link;
  const [path, anchor] = link.split("#");
  const hash = anchor === undefined ? "" : `#${anchor}`;
  // What a page includes links from the root of the repository.
  const from = includes[page] && !path.startsWith("../") ? "." : posix.join("docs", posix.dirname(page));
  const target = posix.join(from, decodeURI(path));
  const inside = target.startsWith("docs/") ? target.slice("docs/".length) : pageOf[target];
  if (inside && inside !== page) return relativeTo(page, inside) + hash;
  return `${repository}/blob/HEAD/${target}${hash}`;
}

function relativeTo(page, target) {
  const path = posix.relative(posix.dirname(page), target);
  return path.startsWith(".") ? path : `./${path}`;
}

/** Markdown-it: the same for every link of a page, before VitePress looks at it. */
export function outsideLinks(md, repository) {
  md.core.ruler.push("outside-links", ({ tokens, env }) => {
    const page = env.relativePath ?? "index.md";
    for (const { children } of tokens)
      for (const token of children ?? []) {
        if (token.type !== "link_open") continue;
        token.attrSet("href", siteLink(token.attrGet("href"), page, repository));
      }
  });
}
