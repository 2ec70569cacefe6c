import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root, textOf } from "./pages.ts";

const page = "docs/troubleshooting.md";

/** Sources in which messages are made. */
const sources = ["src", "workers", "studio", "packages/queue/src"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|tsx|js)$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") })),
);

/** Messages of the tables whose first column is headed "it says". */
const messages = textOf(page)
  .split(/^## /m)
  .filter((section) => /^\| it says/m.test(section))
  .flatMap((section) => section.split("\n").filter((line) => line.startsWith("| `")))
  .flatMap((line) => [...line.split(" | ")[0]!.matchAll(/`([^`]+)`/g)].map(([, message]) => message!));

/** Whether the parts of a message between `…` stand in one file, in their order and not far from each other. */
function isSaid(message: string): boolean {
  const parts = message
    .split("…")
    .map((part) => part.trim())
    .filter((part) => /[a-z]{2}/i.test(part));
  return sources.some(({ text }) => startsOf(text, parts[0]!).some((start) => follows(text, start, parts)));
}

function startsOf(text: string, part: string): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) starts.push(at);
  return starts;
}

function follows(text: string, start: number, parts: readonly string[]): boolean {
  let at = start;
  for (const part of parts) {
    const next = text.indexOf(part, at);
    if (next < 0 || next - at > 600) return false;
    at = next + part.length;
  }
  return true;
}

describe("troubleshooting", () => {
  it.each(messages)("%s is a message of the program", (message) => expect(isSaid(message)).toBe(true));

  it("has no message that the check would let pass whatever it is", () => {
    expect(messages.length).toBeGreaterThan(40);
    expect(isSaid("The flux capacitor … is empty")).toBe(false);
    expect(isSaid("Shards are missing … is redis-server running there")).toBe(false);
  });

  it("has every kind of error that a caller may meet", () => {
    const kinds = sources
      .filter(({ name }) => /base\/errors|cli\/errors|command-job|queue\/src\/(errors|index)/.test(name))
      .flatMap(({ text }) =>
        [...text.matchAll(/(?:class|name = ") ?(\w+Error)\b/g)].map(([, name]) => name!),
      );
    const met = [...new Set(kinds)].filter(
      (name) => !["LegibleError", "UnfitError", "LeaveError"].includes(name),
    );
    expect(met.length).toBeGreaterThan(8);
    expect(met.filter((name) => !textOf(page).includes(name))).toEqual([]);
  });
});
