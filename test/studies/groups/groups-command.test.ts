import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { anosim } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import type { BarsFigure, Figure, HeatMapsFigure, LinesFigure, MapFigure, PageData, ScatterFigure, TreeFigure } from "../../../src/report/figures.ts"; // prettier-ignore
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const names = ["cnn_layer2_1", "cnn_layer10_2", "rnn_layer2_3", "rnn_layer10_4", "rnn_layer1_5"];
const files = names.map((name, k) => writeResponses(folder, name, 10, 4, k + 1));
const table = at("networks.csv");
const rows = [
  "name,area,accuracy",
  "cnn_layer10_2,V1,0.9",
  "cnn_layer2_1.npy,IT,0.5",
  "rnn_layer2_3,,0.7",
  "rnn_layer1_5,V1,",
  "rnn_layer10_4,IT,0.25",
  "other,V1,1",
];
const pattern = "{model}_layer{layer}_{seed}.npy";

// Distances of five items, so that means can be told by hand.
const values = [
  [0, 1, 4, 5, 6],
  [1, 0, 7, 8, 9],
  [4, 7, 0, 2, 3],
  [5, 8, 2, 0, 3],
  [6, 9, 3, 3, 0],
];

beforeAll(() => {
  writeFileSync(table, `${rows.join("\n")}\n`);
  const lines = values.map((row, i) => [names[i], ...row].join(","));
  writeFileSync(at("D.csv"), `${["", ...names].join(",")}\n${lines.join("\n")}\n`);
  writeFileSync(at("D.npy"), writeNpy([5, 5], values.flat()));
  mkdirSync(at("vit"));
  writeFileSync(at("vit/deep.npy"), readFileSync(files[0]!));
});

function figuresIn(path: string): Figure[] {
  const json = /id="repgeom-data">(.*?)<\/script>/s.exec(readFileSync(path, "utf8"))![1]!;
  return (JSON.parse(json) as PageData).sections.flatMap(({ figures }) => figures.flat() as Figure[]);
}

const figure = <F extends Figure>(path: string, kind: F["kind"], k = 0) =>
  figuresIn(path).filter((one) => one.kind === kind)[k] as F;

describe("repgeom pairwise", () => {
  it("shows groups of a table and of names in every figure, and tells of them as JSON", async () => {
    const page = at("pairwise.html");
    const words = [
      "--table",
      table,
      "--pattern",
      pattern,
      "--color",
      "model",
      "--shape",
      "area",
      "--label",
      "seed",
    ];
    const more = ["--order", "layer", "--title", "Two families", "--report", page, "--json"];
    const { code, stdout, stderr } = await repgeom(
      "pairwise",
      ...files,
      "--metric",
      "procrustes",
      ...words,
      ...more,
    );
    expect([code, stderr]).toEqual([0, expect.stringContaining("1 row is of a network that is not here")]);
    expect(stderr).toContain('area is missing for 1 of 5 networks, which are the group "(none)"');
    expect(readFileSync(page, "utf8")).toContain("<h1>Two families</h1>");
    const heat = figure<HeatMapsFigure>(page, "heat-maps");
    expect(heat.orders!.map(({ name }) => name)).toEqual(["by layer", "of the tree", "as given"]);
    expect(heat.orders![0]!.rows).toEqual([4, 0, 2, 1, 3]); // by value: 1, 2, 2, 10, 10
    expect(heat.panels[0]!.rowLook).toMatchObject({
      colour: { column: "model", groups: ["cnn", "rnn"], values: [0, 0, 1, 1, 1] },
      shape: { column: "area", groups: ["IT", "V1", "(none)"], values: [0, 1, 2, 0, 1] },
      labels: ["1", "2", "3", "4", "5"],
    });
    expect(figure<MapFigure>(page, "map").look).toEqual(figure<TreeFigure>(page, "tree").look);
    const document = JSON.parse(stdout) as { values: number[][]; groups: Record<string, unknown> };
    const d = (i: number, j: number) => document.values[i]![j]!;
    const within = (d(0, 1) + d(2, 3) + d(2, 4) + d(3, 4)) / 4;
    expect(document.groups).toMatchObject({
      column: "model",
      labels: ["cnn", "cnn", "rnn", "rnn", "rnn"],
      groups: ["cnn", "rnn"],
      sizes: [2, 3],
      within: { mean: expect.closeTo(within, 12) as number, pairs: 4 },
      between: { pairs: 6 },
    });
  });

  it("takes a column of numbers as a scale, and groups only where --groups names one", async () => {
    const words = ["--metric", "procrustes", "--table", table, "--color", "accuracy", "--json"];
    const plain = await repgeom("pairwise", ...files, ...words);
    expect(JSON.parse(plain.stdout)).not.toHaveProperty("groups");
    const grouped = await repgeom("pairwise", ...files, ...words, "--groups", "area");
    expect(JSON.parse(grouped.stdout)).toMatchObject({ groups: { column: "area", sizes: [2, 2, 1] } });
  });

  it("refuses a column that is not there, a network without a row, and a flag in place of a file", async () => {
    const run = (...words: string[]) => repgeom("pairwise", ...words, "--metric", "cka");
    const [column, row, file] = await Promise.all([
      run(...files, "--table", table, "--color", "acuracy"),
      run(...files, at("vit/deep.npy"), "--table", table),
      run(...files, "--table", "--json"),
    ]);
    expect([column.code, column.stdout, row.code, file.code]).toEqual([2, "", 2, 2]);
    expect(column.stderr).toContain('--color: Unknown column "acuracy". Did you mean accuracy?');
    expect(row.stderr).toContain(`${table}: there is no row for "deep"`);
    expect(file.stderr).toContain("--table takes a file, got the flag --json");
  });
});

describe("commands that take a matrix of distances", () => {
  it.each(["embed", "cluster"])("%s tells means within and between groups", async (command) => {
    const words = ["--table", table, "--pattern", pattern, "--color", "model", "--json"];
    const page = at(`${command}.html`);
    const { stdout, stderr } = await repgeom(command, at("D.csv"), ...words, "--report", page);
    expect(stderr).toContain(
      "mean distance by model: 2.250 within groups (4 pairs), 6.500 between groups (6 pairs)",
    );
    const { groups } = JSON.parse(stdout) as { groups: object };
    expect(groups).toMatchObject({
      within: { mean: (1 + 2 + 3 + 3) / 4, pairs: 4 },
      between: { mean: (4 + 5 + 6 + 7 + 8 + 9) / 6, pairs: 6 },
      means: [[1, 6.5], [6.5, 8 / 3]], // prettier-ignore
      pairs: [[1, 6], [6, 3]], // prettier-ignore
    });
    const means = figuresIn(page).find(({ title }) => title === "Mean distances by model") as HeatMapsFigure;
    expect(means.panels[0]!.values).toEqual([1, 6.5, 6.5, 8 / 3]);
    const bars = figuresIn(page).find(({ title }) => title.startsWith("Distances within")) as BarsFigure;
    expect(bars.bars.map(({ name, parts }) => [name, parts])).toEqual([
      ["cnn (1)", [1]],
      ["rnn (3)", [2, 3, 3]],
      ["cnn – rnn (6)", [4, 5, 6, 7, 8, 9]],
    ]);
  });

  it("name the items of a matrix without names by the rows of the table, in its order", async () => {
    writeFileSync(at("five.csv"), `name,kind\n${names.map((name, k) => `${name},${k % 2}`).join("\n")}\n`);
    const { stdout, stderr } = await repgeom("embed", at("D.npy"), "--table", at("five.csv"), "--json");
    expect(stderr).toContain("has no names: the rows of");
    expect(JSON.parse(stdout)).toMatchObject({ names });
    const wrong = await repgeom("embed", at("D.npy"), "--table", table);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("has 6 rows")]);
  });

  it("predict takes the table by either name, as JSON or from names", async () => {
    const options = ["--permutations", "0", "--method", "neighbors", "--k", "1"];
    const json = JSON.stringify(names.map((name, k) => ({ name, depth: k, history: [1, 2] })));
    writeFileSync(at("networks.json"), json);
    const page = at("predict.html");
    const shown = ["--color", "depth", "--report", page];
    const read = await repgeom("predict", at("D.csv"), "--table", at("networks.json"), "--column", "depth", ...options, ...shown); // prettier-ignore
    expect(read.code).toBe(0);
    expect(figure<ScatterFigure>(page, "scatter").look!.colour!.values).toEqual([0, 1, 2, 3, 4]);
    writeFileSync(at("depths.csv"), `name,depth\n${names.map((name, k) => `${name},${k}`).join("\n")}\n`);
    const old = await repgeom(
      "predict",
      at("D.csv"),
      "--covariates",
      at("depths.csv"),
      "--column",
      "depth",
      ...options,
    );
    expect(old.stdout).toBe(read.stdout);
    const named = await repgeom("predict", at("D.csv"), "--pattern", pattern, "--column", "seed", ...options);
    expect(named.stdout).toBe(read.stdout); // seeds are the depths plus one
  });
});

describe("--group-test", () => {
  it("tells what the function finds, and on the page", async () => {
    const words = [
      "--pattern",
      pattern,
      "--groups",
      "model",
      "--group-test",
      "anosim",
      "--permutations",
      "5",
      "--seed",
      "3",
    ];
    const page = at("tested.html");
    const { stdout, stderr } = await repgeom("cluster", at("D.csv"), ...words, "--json", "--report", page);
    const square = { rows: 5, cols: 5, data: Float64Array.from(values.flat()) };
    const { r, p } = anosim(square, ["cnn", "cnn", "rnn", "rnn", "rnn"], { permutations: 5, seed: 3 });
    expect(JSON.parse(stdout)).toMatchObject({
      groups: { test: { name: "anosim", statistics: { r }, p, permutations: 5, seed: 3 } },
    });
    expect(stderr).toContain(`anosim: R ${Number(r.toPrecision(4))}, p`);
    expect(readFileSync(page, "utf8")).toContain("react to a difference of spread");
  });

  it("needs groups", async () => {
    const { code, stderr } = await repgeom("embed", at("D.csv"), "--group-test", "permanova");
    expect([code, stderr]).toEqual([2, expect.stringContaining("--group-test needs groups: give --groups")]);
  });
});

describe("other commands", () => {
  it("cross shows groups of its rows and of its columns, and takes columns from folders", async () => {
    const page = at("cross.html");
    const words = ["--pattern", "{folder}/{network}.npy", "--color", "folder", "--order", "network"];
    const { code } = await repgeom("cross", ...files.slice(0, 3), "--against", at("vit/deep.npy"), files[3]!, "--metric", "cka", ...words, "--report", page); // prettier-ignore
    expect(code).toBe(0);
    const { panels, orders } = figure<HeatMapsFigure>(page, "heat-maps");
    const { colour } = panels[0]!.colLook!;
    expect(Array.from(colour!.values, (group) => colour!.groups![group!])).toEqual([
      "vit",
      folder.split("/").at(-1),
    ]);
    expect(orders![0]).toEqual({ name: "by network", rows: [0, 1, 2], cols: [1, 0].toReversed() });
  });

  it("refuse a table where one name is of two files", async () => {
    writeFileSync(at("vit/cnn_layer2_1.npy"), readFileSync(files[0]!));
    const words = ["--against", at("vit/cnn_layer2_1.npy"), "--metric", "cka", "--pattern", "{model}_*"];
    const { code, stderr } = await repgeom("cross", files[0]!, ...words, "--report", at("never.html"));
    expect([code, stderr]).toEqual([2, expect.stringContaining("two networks are called cnn_layer2_1")]);
  });

  it("neighbors, barycenter, isc and srm colour their networks", async () => {
    const look = ["--pattern", pattern, "--color", "model", "--report"];
    const [first, ...others] = files as [string, ...string[]];
    const page = (name: string) => at(`${name}.html`);
    const runs = await Promise.all([
      repgeom("neighbors", first, "--among", ...others, "--metric", "procrustes", ...look, page("neighbors")),
      repgeom("barycenter", ...files, "--restarts", "1", "--order", "seed", ...look, page("barycenter")),
      repgeom("isc", ...files, "--order", "seed", ...look, page("isc")),
      repgeom(
        "srm",
        ...files,
        "--features",
        "2",
        "--samples",
        "20",
        "--out",
        at("srm"),
        ...look,
        page("srm"),
      ),
    ]);
    expect(runs.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
    expect(figure<BarsFigure>(page("neighbors"), "bars").look!.colour!.column).toBe("model");
    const bars = figure<BarsFigure>(page("barycenter"), "bars");
    expect(bars.bars.map(({ name }) => name)).toEqual(names);
    expect(bars.look!.colour!.values).toEqual([0, 0, 1, 1, 1]);
    expect(figure<HeatMapsFigure>(page("isc"), "heat-maps").panels[0]!.rowLook!.colour!.values).toEqual([
      0, 0, 1, 1, 1,
    ]);
    expect(figure<BarsFigure>(page("srm"), "bars", 1).look!.colour!.values).toEqual([0, 0, 1, 1, 1]);
  });

  it("layers colours the curves and bars of its networks", async () => {
    const page = at("layers.html");
    const nets = ["--layers", `cnn_1=${files[0]}`, files[1]!, "--layers", `rnn_2=${files[2]}`, files[3]!];
    const words = [...nets, "--region", `V1=${files[4]}`, files[0]!, "--samples", "20"];
    const look = ["--pattern", "{family}_{seed}", "--color", "family", "--title", "Curves", "--report", page];
    const { code, stderr } = await repgeom("layers", ...words, ...look);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    expect(readFileSync(page, "utf8")).toContain("<h1>Curves</h1>");
    const groups = ["cnn", "rnn"];
    expect(figure<LinesFigure>(page, "lines").look!.colour).toMatchObject({ groups, values: [0, 1] });
    expect(figure<BarsFigure>(page, "bars").look!.colour).toMatchObject({ groups, values: [0, 1] });
  });

  it("rsa colours models; rdm takes a title", async () => {
    const rdm = async (k: number) => {
      const out = at(`rdm_${k}.npy`);
      const page = at(`rdm_${k}.html`);
      await repgeom(
        "rdm",
        files[k]!,
        "--dissimilarity",
        "euclidean",
        "--out",
        out,
        "--title",
        `RDM ${k}`,
        "--report",
        page,
      );
      expect(readFileSync(page, "utf8")).toContain(`<h1>RDM ${k}</h1>`);
      return out;
    };
    const [a, b, c] = (await Promise.all([rdm(0), rdm(1), rdm(2)])) as [string, string, string];
    const look = ["--pattern", "rdm_{k}", "--color", "k", "--order", "k", "--report"];
    const models = ["--models", c, b, "--weighted", b, c, "--comparator", "cosine"];
    const rsa = await repgeom("rsa", "--data", a, ...models, ...look, at("rsa.html"));
    expect([rsa.code, rsa.stderr]).toEqual([0, expect.any(String)]);
    const bars = figure<BarsFigure>(at("rsa.html"), "bars");
    expect(bars.bars.map(({ name }) => name)).toEqual(["rdm_1", "rdm_2", "weighted"]);
    expect(bars.look!.colour!.values).toEqual([1, 2, null]);
  });
});
