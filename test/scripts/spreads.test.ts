import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/repgeom.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();

/** The lines of `source` in which the rule finds a list that becomes arguments. */
function found(...source: string[]): number[] {
  writeFileSync(join(folder, "code.js"), source.join("\n"));
  writeFileSync(
    join(folder, ".oxlintrc.json"),
    JSON.stringify({
      jsPlugins: [join(root, "scripts/lint/house.mjs")],
      categories: { correctness: "off" },
      rules: { "house/spreads": "error" },
    }),
  );
  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const config = ["-c", join(folder, ".oxlintrc.json"), "--format", "json"];
  const { stdout } = spawnSync(process.execPath, [oxlint, ...config, folder], {
    cwd: folder,
    encoding: "utf8",
  });
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { labels: { span: { line: number } }[] }[];
  };
  return diagnostics.map(({ labels }) => labels[0]!.span.line).toSorted((a, b) => a - b);
}

describe("the rule against lists as arguments", () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("finds each way of writing it", () => {
    const faults = [
      "Math.max(...x);",
      "Math.min(0, ...x, 1);",
      "Math.hypot(...x.map(Math.abs));",
      "String.fromCharCode(...x);",
      "Array.of(...x);",
      "x.list.push(...y);",
      "x.unshift(...y);",
      "x.splice(0, 0, ...y);",
      "box.append(...y);",
      "box.replaceChildren(first, ...y);",
      "Math.max.apply(null, x);",
      "x.push.apply(x, y);",
    ];
    expect(found(...faults)).toEqual(faults.map((_, k) => k + 1));
  });

  it("lets everything else be", () => {
    const fine = [
      "[...x, ...y];",
      "new Set([...x]);",
      "Math.max(a, b);",
      "f(...pair);",
      "scale.apply(value);",
    ];
    expect(found(...fine)).toEqual([]);
  });
});
