import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arranged } from "../../../src/studies/rdm/command-arrange.ts";
import { rdm } from "repgeom";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const file = writeResponses(folder, "net", 6, 5, 1);
const table = {
  columns: ["stimulus", "kind", "size"],
  rows: [..."abcdef"].map((name, k) => [name, k % 2 ? "face" : "house", String((5 * k) % 6)]),
};
const [kinds, sizes] = [1, 2].map((column) => table.rows.map((row) => row[column]!));
writeFileSync(at("stimuli.csv"), [table.columns, ...table.rows].map((row) => row.join(",")).join("\n"));

describe("columns of the stimuli on the page of repgeom rdm", () => {
  it("stand in the order of the stimuli in the RDMs", async () => {
    const representation = { name: "net", shape: [6, 2], data: Float64Array.from([1, 5, 2, 9, 7, 3, 4, 4, 8, 1, 0, 6]) }; // prettier-ignore
    const made = { rdms: [await rdm(representation, { dissimilarity: "euclidean" })], jobs: [{ representation, labels: { kind: kinds!, size: sizes! }, rows: {} }] }; // prettier-ignore
    const found = arranged(made, { order: "size", color: "kind", label: "size" });
    const order = [...sizes!.keys()].sort((a, b) => Number(sizes![a]) - Number(sizes![b]));
    expect(found.table).toEqual({
      names: order.map((k) => made.rdms[0]!.stimuli[k]),
      columns: { kind: order.map((k) => kinds![k]), size: [0, 1, 2, 3, 4, 5] },
    });
    expect(found.rdms[0]!.stimuli).toEqual(found.table!.names);
  });

  it("colour maps and strips", async () => {
    const words = ["rdm", file, "--labels", at("stimuli.csv"), "--color", "kind", "--shape", "kind"];
    const page = at("page.html");
    const run = await repgeom(
      ...words,
      "--blocks",
      "kind",
      "--zscore",
      "--report",
      page,
      "--out",
      at("D.npy"),
    );
    expect(run.code).toBe(0);
    expect(readFileSync(page, "utf8").match(/"column":"kind"/g)!.length).toBeGreaterThan(2);
    expect(readFileSync(page, "utf8")).toMatch(/net: [^"<]*z-?score/i);
  });

  it.each([
    [["--color", "kind"], "--color is for the page"],
    [["--color", "kind", "--report", "r.html"], "--color needs --labels"],
    [["--label", "knd", "--report", "r.html", "--labels", at("stimuli.csv")], "Did you mean kind?"],
  ])("refuses %j", async (words, message) => {
    const { code, stderr } = await repgeom("rdm", file, ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
