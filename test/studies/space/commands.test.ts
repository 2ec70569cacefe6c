import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { barycenter, cluster, cross, embed, linkage, pairwise, predict, read } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { writeNpy } from "../../../src/data/write.ts";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";

const folder = temporaryFolder();
const files = [1, 2, 3, 4, 5, 6].map((seed) => writeResponses(folder, `net-${seed}`, 12, 5, seed));
const at = (name: string) => join(folder, name);
const arrayAt = (path: string) => parseNpy(new Uint8Array(readFileSync(path)), path)[0]!;
const numbers = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.split("\t").map(Number));

let D: Awaited<ReturnType<typeof pairwise>>;
beforeAll(async () => {
  D = await pairwise(await read(files), { metric: "procrustes" });
  writeFileSync(at("D.npy"), D.toNpy());
  writeFileSync(at("D.csv"), D.toCsv());
  const similarities = await pairwise(await read(files), { metric: "cka" });
  writeFileSync(at("S.npy"), similarities.toNpy());
});

describe("repgeom embed", () => {
  it.each(["pcoa", "smacof"] as const)(
    "prints the API's points by %s, and how good they are",
    async (method) => {
      const expected = await embed(D, { method });
      const { code, stdout, stderr } = await repgeom("embed", at("D.npy"), "--method", method);
      expect(code).toBe(0);
      expect(numbers(stdout).flat()).toEqual([...expected.coordinates.data]);
      expect(stderr).toContain(`stress ${expected.stress.toPrecision(4)}`);
      expect(stderr).toMatch(/Shepard correlation .*worst pair \d and \d/);
    },
  );

  it("writes points with the names of the table, and everything as JSON", async () => {
    await repgeom("embed", at("D.csv"), "--dimensions", "3", "--out", at("E.csv"));
    expect(readFileSync(at("E.csv"), "utf8")).toMatch(/^,axis 1,axis 2,axis 3\nnet-1,/);
    await repgeom("embed", at("D.npy"), "--out", at("E.npy"), "--method", "smacof", "--seed", "3");
    expect(arrayAt(at("E.npy")).shape).toEqual([6, 2]);
    const { stdout } = await repgeom("embed", at("D.csv"), "--json");
    const document = JSON.parse(stdout) as { worstPair: { names: string[] } };
    expect(document).toMatchObject({ method: "pcoa", names: D.names, stress: expect.any(Number) });
    expect(document.worstPair.names[0]).toMatch(/^net-/);
  });

  it("takes similarities by a named conversion only", async () => {
    const bare = await repgeom("embed", at("S.npy"));
    expect([bare.code, bare.stderr]).toEqual([
      2,
      expect.stringContaining("--to-distance arccos or one-minus"),
    ]);
    const named = await repgeom("embed", at("S.npy"), "--to-distance", "arccos");
    expect([named.code, named.stderr]).toEqual([0, expect.stringContaining("turned into angles")]);
    const twice = await repgeom("embed", at("D.npy"), "--to-distance", "arccos");
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining("distances already")]);
  });

  it("refuses what is no matrix of distances", async () => {
    const wrong = await repgeom("embed", files[0]!);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("12 × 5; expected distances")]);
    writeFileSync(at("nan.npy"), writeNpy([2, 2], [0, NaN, NaN, 0]));
    expect((await repgeom("embed", at("nan.npy"))).stderr).toContain("row 0, column 1");
    expect((await repgeom("embed", at("D.npy"), "--dimensions", "7")).stderr).toContain(
      "--dimensions is 7; accepted: a whole number from 1 to 6",
    );
  });
});

describe("repgeom cluster", () => {
  it("prints labels and writes the tree beside them", async () => {
    const expected = cluster(D.square(), { method: "average", clusters: 3 });
    const words = ["cluster", at("D.npy"), "--method", "average", "--clusters", "3"];
    const { stdout, stderr } = await repgeom(...words, "--out", at("linkage.npy"));
    expect(numbers(stdout).flat()).toEqual([...expected.labels!]);
    expect(stderr).toContain("mean silhouette");
    expect(arrayAt(at("linkage.npy"))).toMatchObject({
      shape: [5, 4],
      data: linkage(D.square(), "average").data,
    });
  });

  it("prints the tree where no number of clusters is asked for", async () => {
    const { stdout } = await repgeom("cluster", at("D.npy"), "--method", "ward");
    expect(numbers(stdout).flat()).toEqual([...linkage(D.square(), "ward").data]);
  });

  it("knows k-medoids, and names them", async () => {
    const expected = cluster(D.square(), { method: "k-medoids", clusters: 2 });
    const words = ["cluster", at("D.csv"), "--method", "k-medoids"];
    const { stdout, stderr } = await repgeom(...words, "--clusters", "2");
    expect(numbers(stdout).flat()).toEqual([...expected.labels!]);
    expect(stderr).toMatch(/medoids net-\d, net-\d/);
    const { code, stderr: missing } = await repgeom(...words);
    expect([code, missing]).toEqual([2, expect.stringContaining("--clusters is not given")]);
  });
});

describe("repgeom neighbors", () => {
  const words = ["neighbors", files[0]!, "--among", ...files.slice(1), "--metric", "procrustes"];

  it("prints names and distances, nearest first, and the fraction that it took", async () => {
    const nets = await read(files);
    const { values } = await cross([nets[0]!], nets.slice(1), { metric: "procrustes" });
    const order = [...values].map((distance, k) => [`net-${k + 2}`, distance] as const);
    const nearest = order.toSorted((a, b) => a[1] - b[1]).slice(0, 3);
    const { code, stdout, stderr } = await repgeom(...words, "--k", "3");
    expect(code).toBe(0);
    const [head, ...lines] = stdout.trim().split("\n");
    expect(head).toBe("network\tdistance");
    expect(lines.map((line) => line.split("\t")[0])).toEqual(nearest.map(([name]) => name));
    expect(lines.map((line) => Number(line.split("\t")[1]))).toEqual(
      nearest.map(([, distance]) => Number(distance.toPrecision(6))),
    );
    expect(stderr).toMatch(/computed \d of 5 distances from the query, a fraction of [\d.]+ .*20 among/);
  });

  it("uses the distances that pairwise gave, and tells everything as JSON", async () => {
    const among = await pairwise(await read(files.slice(1)), { metric: "procrustes" });
    writeFileSync(at("among.npy"), among.toNpy());
    const { stdout } = await repgeom(...words, "--distances", at("among.npy"), "--json");
    const document = JSON.parse(stdout) as { fraction: number; neighbors: object[] };
    expect(document).toMatchObject({ query: "net-1", metric: "procrustes", among: 0, networks: 5 });
    expect(document.neighbors).toHaveLength(5);
  });

  it("refuses a similarity and more neighbours than networks", async () => {
    const similar = await repgeom(...words.slice(0, -1), "cka");
    expect([similar.code, similar.stderr]).toEqual([2, expect.stringContaining("triangle inequality")]);
    const many = await repgeom(...words, "--k", "6");
    expect([many.code, many.stderr]).toEqual([
      2,
      expect.stringContaining("--k is 6; accepted: a whole number from 1 to 5"),
    ]);
  });
});

describe("repgeom barycenter", () => {
  it("prints the mean, or with --out the loss, with the API's bits", async () => {
    const expected = await barycenter(await read(files));
    const { stdout, stderr } = await repgeom("barycenter", ...files);
    expect(numbers(stdout).flat()).toEqual([...expected.mean.data]);
    expect(stderr).toContain(`loss ${expected.loss.toPrecision(6)}`);
    const written = await repgeom("barycenter", ...files, "--group", "orthogonal", "--out", at("mean.npy"));
    expect(Number(written.stdout)).toBe(expected.loss);
    expect(arrayAt(at("mean.npy"))).toMatchObject({ shape: [12, 5], data: expected.mean.data });
  });

  it("knows the groups", async () => {
    const { stdout } = await repgeom("barycenter", ...files, "--group", "permutation", "--json");
    const document = JSON.parse(stdout) as { loss: number; losses: number[] };
    expect(document).toMatchObject({ group: "permutation", names: D.names });
    expect(document.losses.reduce((sum, x) => sum + x / 6, 0)).toBeCloseTo(document.loss, 12);
    const wrong = await repgeom("barycenter", ...files, "--group", "affine");
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      expect.stringContaining("orthogonal, permutation, identity"),
    ]);
    const part = await repgeom("barycenter", ...files, "--restarts", "2.5");
    expect([part.code, part.stderr]).toEqual([
      2,
      expect.stringContaining('--restarts takes a whole number from 1 to 10000, got "2.5"'),
    ]);
  });
});

describe("repgeom predict", () => {
  const accuracy = [0.1, 0.7, 0.3, 0.9, 0.2, 0.6];
  const archs = ["cnn", "cnn", "rnn", "cnn", "rnn", "rnn"];
  const rowOf = (k: number) => `net-${k + 1},${archs[k]},${accuracy[k]}`;
  const table = (order: number[]) => `name,arch,accuracy\n${order.map(rowOf).join("\n")}\n`;
  const words = ["--column", "accuracy", "--permutations", "50", "--folds", "3"];
  beforeAll(() => {
    writeFileSync(at("table.csv"), table([0, 1, 2, 3, 4, 5]));
    writeFileSync(at("mixed.csv"), table([3, 1, 5, 0, 2, 4]));
    writeFileSync(at("short.csv"), table([0, 1]));
    writeFileSync(at("twice.csv"), "name,accuracy,accuracy\nnet-0,1,2\n");
    writeFileSync(at("partial.csv"), table([0, 1, 2, 3, 4, 5]).replace("net-3,rnn", "net-3,7"));
  });

  it("prints R² and p, and matches rows by name where the matrix has names", async () => {
    const expected = predict(D.square(), accuracy, { permutations: 50, folds: 3 });
    for (const [file, covariates] of [
      ["D.npy", "table.csv"],
      ["D.csv", "mixed.csv"],
    ] as const) {
      const { stdout, stderr } = await repgeom("predict", at(file), "--covariates", at(covariates), ...words);
      const six = (value: number) => Number(value.toPrecision(6));
      expect(stdout).toBe(`# R2\tp\n${six(expected.r2)}\t${six(expected.p!)}\n`);
      expect(stderr).toContain("permutation p");
    }
  });

  it("writes the predictions", async () => {
    const options = ["--method", "neighbors", "--k", "2", "--out", at("P.npy")];
    await repgeom("predict", at("D.npy"), "--covariates", at("table.csv"), ...words, ...options);
    const expected = predict(D.square(), accuracy, { method: "neighbors", k: 2, folds: 3 });
    expect(arrayAt(at("P.npy")).data).toEqual(expected.predicted);
  });

  it.each([
    [["table.csv", "--column", "acuracy"], "Did you mean accuracy?"],
    [
      ["partial.csv", "--column", "arch"],
      'arch of net-1 is "cnn"; expected a number, or a name in every row',
    ],
    [["table.csv", "--column", "arch", "--out", at("arch.npy")], "write .csv or .json"],
    [["short.csv", "--column", "accuracy"], "2 rows under its header, the matrix 6"],
    [["none.csv", "--column", "accuracy"], "no such file"],
    [["twice.csv", "--column", "accuracy"], 'twice.csv has two columns "accuracy"'],
    [["table.csv", "--column", "accuracy", "--max-memory", "8MB"], "--max-memory"],
  ])("refuses %j", async ([covariates, ...rest], message) => {
    const { code, stderr } = await repgeom("predict", at("D.npy"), "--covariates", at(covariates!), ...rest);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(message);
  });
});
