// What the files of the package say that are not as they stand in a checkout.

/**
 * The package.json of the package, without what only a checkout needs: `prepare` above all, which builds
 * from sources that the package does not have.
 */
export function manifest(text) {
  const { scripts: _scripts, devDependencies: _tools, overrides: _overrides, ...rest } = JSON.parse(text);
  return `${JSON.stringify(rest, undefined, 2)}\n`;
}

const fence = /^(```[\s\S]*?^```$)/m;

/** A page whose relative links lead to the repository: the package has no docs and no examples. */
function withAbsoluteLinks(text, repository) {
  const absolute = (prose) =>
    prose.replace(/\]\((?!#|[a-z]+:)([^)\s]+)\)/g, (_, path) => `](${repository}/blob/HEAD/${path})`);
  return text
    .split(fence)
    .map((part, k) => (k % 2 === 0 ? absolute(part) : part))
    .join("");
}

/** @returns address of the repository as a browser opens it */
function repositoryOf(text) {
  return JSON.parse(text)
    .repository.url.replace(/^git\+/, "")
    .replace(/\.git$/, "");
}

/**
 * The files of the package that differ, from those of a checkout.
 * @param read - gives the text of a file of the checkout
 */
export function publishedFiles(read) {
  const described = read("package.json");
  const repository = repositoryOf(described);
  return {
    "package.json": manifest(described),
    "README.md": withAbsoluteLinks(read("README.md"), repository),
    "CHANGELOG.md": withAbsoluteLinks(read("CHANGELOG.md"), repository),
  };
}
