// The package.json of the published package: what only a checkout needs is left out. `prepare` above all,
// which builds from sources that the package does not have.

/** @param text - the package.json of the checkout @returns that of the package */
export function publishedManifest(text) {
  const { scripts: _scripts, devDependencies: _tools, overrides: _overrides, ...rest } = JSON.parse(text);
  return `${JSON.stringify(rest, undefined, 2)}\n`;
}
