import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const described = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
};

function imported(): string[] {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" });
  const sources = files
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(`${root}src/${name}`, "utf8"));
  const names = sources.flatMap((text) => [...text.matchAll(/import\("([a-z0-9-]+)"\)\.catch\(asIs\)/g)]);
  return [...new Set(names.map(([, name]) => name!))].sort();
}

it("packages that may be missing are optional dependencies, and optional peers for bundlers", () => {
  const names = imported();
  expect(names.length).toBeGreaterThan(4);
  expect(Object.keys(described.optionalDependencies).sort()).toEqual(names);
  expect(described.peerDependencies).toEqual(described.optionalDependencies);
  const optional = Object.entries(described.peerDependenciesMeta).filter(([, { optional }]) => optional);
  expect(optional.map(([name]) => name).sort()).toEqual(names);
});
