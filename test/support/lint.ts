import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The lines of `source` in which a rule of our own finds a fault, from 1. */
export function faultyLines(rule: string, source: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), "repgeom-lint-"));
  try {
    const config = join(folder, ".oxlintrc.json");
    const jsPlugins = [join(root, "scripts/lint/house.mjs")];
    const rules = { [`house/${rule}`]: "error" };
    writeFileSync(join(folder, "code.js"), source.join("\n"));
    writeFileSync(config, JSON.stringify({ jsPlugins, categories: { correctness: "off" }, rules }));
    const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
    const { stdout } = spawnSync(process.execPath, [oxlint, "-c", config, "--format", "json", folder], {
      cwd: folder,
      encoding: "utf8",
    });
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { labels: { span: { line: number } }[] }[];
    };
    return diagnostics.map(({ labels }) => labels[0]!.span.line).toSorted((a, b) => a - b);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
