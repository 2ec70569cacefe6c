import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeLines, commandsOf, examples, isThere, names, pathsIn } from "./folders.ts";

describe.each(names)("the example %s", (name) => {
  const folder = join(examples, name);
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const commands = commandsOf(readme, folder);
  const described = join(folder, "package.json");
  const text = existsSync(described) ? readFileSync(described, "utf8") : "{}";
  const { scripts = {}, dependencies = {} } = JSON.parse(text) as Record<string, Record<string, string>>;

  it("has under 40 lines of code", () => {
    const { length } = codeLines(folder);
    expect(length).toBeGreaterThan(10);
    expect(length).toBeLessThan(40);
  });

  it("says how it is run, by commands whose files are there", () => {
    expect(commands.length).toBeGreaterThan(1);
    const lost = commands.flatMap(({ line, from }) =>
      pathsIn(line).filter((path) => !isThere(join(from, path))),
    );
    expect(lost).toEqual([]);
  });

  it("has each script that its README runs, and no other", () => {
    const run = [...readme.matchAll(/npm (?:run )?(start|(?<=run )[\w:]+)/g)].map(([, script]) => script!);
    expect([...new Set(run)].sort()).toEqual(Object.keys(scripts).sort());
  });

  it("takes the package of this clone, as a copy and without a lock", () => {
    if (!existsSync(described)) return;
    expect(dependencies["repgeom"] ?? "file:../..").toBe("file:../..");
    expect(readFileSync(join(folder, ".npmrc"), "utf8")).toBe("install-links=true\npackage-lock=false\n");
  });

  it("links to what is there", () => {
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !link.startsWith("https:") && !isThere(join(folder, link)))).toEqual([]);
  });
});

it("what is checked can fail", () => {
  const readme =
    "Here:\n\n    npm start   # now\n    curl x -F a=@../none/*.npy\n\nIn the root:\n\n    cp dist/none/* out\n";
  const commands = commandsOf(readme, examples);
  expect(commands.map(({ line }) => line)).toEqual([
    "npm start",
    "curl x -F a=@../none/*.npy",
    "cp dist/none/* out",
  ]);
  expect(commands.flatMap(({ line }) => pathsIn(line))).toEqual(["../none/*.npy", "dist/none/*"]);
  expect(commands[2]!.from).not.toBe(commands[1]!.from);
  expect(isThere(join(examples, "rnn-dms/*.none"))).toBe(false);
  expect(isThere(join(examples, "rnn-dms/*.repeats.npy"))).toBe(true);
});
