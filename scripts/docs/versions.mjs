// A folder for each version of the site, and a page that lists them.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Copies a built site to `site/VERSION`, and writes the list of the versions that are there. */
export function addVersion(built, site, version) {
  const to = join(site, version);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  cpSync(built, to, { recursive: true });
  const versions = versionsIn(site);
  writeFileSync(join(site, "index.html"), list(versions));
  writeFileSync(join(site, "versions.json"), `${JSON.stringify(versions)}\n`);
}

/** Newest first. */
export function versionsIn(site) {
  return readdirSync(site)
    .filter((name) => /^\d+\.\d+\.\d+/.test(name) && existsSync(join(site, name, "index.html")))
    .toSorted((a, b) => b.localeCompare(a, "en", { numeric: true }));
}

function list(versions) {
  const items = versions.map(
    (version) => `    <li><a href="./${version}/index.html">repgeom ${version}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <meta name="color-scheme" content="light dark" />
  <link rel="icon" href="data:," />
  <title>repgeom: versions of the documentation</title>
  <style>body { font: 16px/1.6 system-ui, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em }</style>
  <h1>Versions of the documentation</h1>
  <ul>
${items.join("\n")}
  </ul>
</html>
`;
}
