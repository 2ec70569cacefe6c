import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, textOf } from "./pages.ts";

const page = textOf("docs/privacy.md");
const files = ["src", "workers", "studio"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);
const source = (name: string) => readFileSync(join(root, name), "utf8");
const using = (pattern: RegExp) => files.filter((name) => pattern.test(source(name))).toSorted();

describe("docs/privacy.md says where things are kept", () => {
  it("the studio writes into storage in these places alone", () => {
    expect(using(/\blocalStorage\.|indexedDB\.open|document\.cookie|getDirectory\(\)/)).toEqual([]);
    expect(using(/sessionStorage\.setItem/)).toEqual(["studio/keep/saved.ts"]);
    expect(using(/from "idb-keyval"/)).toEqual(["studio/keep/saved.ts"]);
    expect(using(/\bcaches\.open/)).toEqual(["studio/offline/service-worker.ts"]);
    const saved = source("studio/keep/saved.ts");
    for (const name of ["repgeom-studio", "repgeom-tab"]) {
      expect(saved).toContain(`"${name}"`);
      expect(page).toContain(`\`${name}\``);
    }
    expect(saved).toMatch(/\[400, 10\]; \/\/ milliseconds; sessions/); // "at most ten sessions"
  });

  it("the library asks the network only for addresses that it is given, and for its own parts", () => {
    expect(
      using(/(?<!#)\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket\(/).filter(
        (name) => !name.startsWith("studio"),
      ),
    ).toEqual(["src/data/formats/hdf5/filters.ts", "src/data/source.ts", "src/platform/web.ts"]);
  });

  it("the service writes no files", () => {
    const ofService = files.filter((name) => /^src\/(cli|studies)\/serve\//.test(name));
    expect(ofService.length).toBeGreaterThan(10);
    expect(
      ofService.filter((name) => /writeFile|createWriteStream|mkdtemp|openSync/.test(source(name))),
    ).toEqual([]);
  });

  it("a line of the log has no header and no query", () => {
    expect(source("src/cli/serve/log.ts")).toContain("no header, no query");
  });
});
