import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createEngine, writeNpy, writeNpz, type Engine } from "repgeom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repgeom, temporaryFolder, writeResponses } from "../../support/repgeom.ts";
import { asked, network, numbers, opened, posted } from "./service.ts";

const folder = temporaryFolder();
const zoo = join(folder, "zoo");
mkdirSync(join(zoo, "deep"), { recursive: true });
const paths = [1, 2, 3].map((seed) => writeResponses(zoo, `net${seed}`, 12, 5, seed));
writeResponses(join(zoo, "deep"), "inner", 12, 7, 4);
const secret = writeResponses(folder, "secret", 12, 5, 9);
symlinkSync(secret, join(zoo, "out.npy"));
symlinkSync(folder, join(zoo, "up"));
symlinkSync("net1.npy", join(zoo, "same.npy"));
const archive = [1, 2, 3].map((seed) => ({ name: `l${seed}`, shape: [12, 5], data: numbers(60, seed) }));

let address: string;
let engine: Engine;
beforeAll(async () => {
  address = await opened({ files: zoo });
  engine = await createEngine({ deterministic: true, threads: 0 });
});
afterAll(() => engine?.close());

const [x, y, z] = [1, 2, 3].map((seed) => network(seed)) as [
  ReturnType<typeof network>,
  ReturnType<typeof network>,
  ReturnType<typeof network>,
];
const typed = ({ name, shape, data }: typeof x) => ({ name, shape, data: Float64Array.from(data) });
const base64 = (data: Float32Array | Float64Array) =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
const rows = ({ shape: [m = 0, n = 0], data }: typeof x) =>
  Array.from({ length: m }, (_, i) => data.slice(i * n, (i + 1) * n));

describe("GET /", () => {
  it.skipIf(spawnSync("curl", ["--version"]).status !== 0)(
    "has examples that a shell runs as they are",
    async () => {
      const { text } = await asked(address, {});
      const codes = [...text.matchAll(/<pre[^>]*><code>([^]*?)<\/code>/g)].map(([, code]) =>
        code!
          .replaceAll("&quot;", '"')
          .replaceAll("&gt;", ">")
          .replaceAll("&lt;", "<")
          .replaceAll("&amp;", "&"),
      );
      const said = (code: string) => promisify(execFile)("sh", ["-c", `${codes[0]!}\n${code}`], { cwd: zoo });
      const rows = await said(codes[1]!);
      expect(JSON.parse(rows.stdout)).toMatchObject({ metric: "cka", kind: "similarity" });
      const files = codes[2]!.replace("before", "net1").replace("after", "net2");
      const { body } = await posted(address, "/compare", { x, y, metric: "procrustes" });
      expect(JSON.parse((await said(files)).stdout)).toMatchObject({ value: body.value });
    },
  );
});

describe("POST /compare", () => {
  it.each(["cka", "procrustes", "rsa", "cca"] as const)(
    "gives the bits of the library for %s",
    async (metric) => {
      const { status, body } = await posted(address, "/compare", { x, y, metric });
      expect([status, body.value]).toEqual([200, await engine.compare(typed(x), typed(y), { metric })]);
      expect(body.names).toEqual(["net1", "net2"]);
    },
  );

  it("takes options of the metric, and says them all", async () => {
    const { body } = await posted(address, "/compare", { x, y, metric: "procrustes", alpha: 0.5 });
    const expected = await engine.compare(typed(x), typed(y), { metric: "procrustes", alpha: 0.5 });
    expect([body.value, body.options.alpha, body.options.center]).toEqual([expected, 0.5, true]);
  });

  it("reads the same numbers from every form of JSON", async () => {
    const { body } = await posted(address, "/compare", { x, y, metric: "cka" });
    const forms = [
      { x: rows(x), y: rows(y) },
      { x: { name: "a", data: rows(x) }, y: { data: rows(y) } },
      ...[0, 1, 2].map((more) => {
        // Numbers of a small text lie anywhere in memory.
        const named = {
          ...x,
          name: "n".repeat(more),
          dtype: "float64",
          data: base64(Float64Array.from(x.data)),
        };
        return { x: named, y: { ...y, dtype: "float64", data: base64(Float64Array.from(y.data)) } };
      }),
      { x: { path: "net1.npy" }, y },
      { x: { path: "net1.npy" }, y: { path: "./deep/../net2.npy" } },
      { x: { path: "same.npy" }, y: { path: "net2.npy" } },
    ];
    const fromFiles = await engine.compare(
      { shape: [12, 5], name: "a", data: numbers(60, 1) },
      { shape: [12, 5], name: "b", data: numbers(60, 2) },
      { metric: "cka" },
    );
    for (const form of forms) {
      const { status, body: other } = await posted(address, "/compare", { ...form, metric: "cka" });
      expect([status, other.value]).toEqual([200, body.value]);
    }
    expect(body.value).toBe(fromFiles);
  });

  it("takes single precision as it is", async () => {
    const single = (one: typeof x) => Float32Array.from(one.data);
    const given = [x, y].map((one) => ({ ...one, dtype: "float32", data: base64(single(one)) }));
    const { body } = await posted(address, "/compare", { x: given[0], y: given[1], metric: "procrustes" });
    const expected = await engine.compare(
      { ...x, data: single(x) },
      { ...y, data: single(y) },
      { metric: "procrustes" },
    );
    expect(body.value).toBe(expected);
    expect(body.value).not.toBe(await engine.compare(typed(x), typed(y), { metric: "procrustes" }));
  });

  it("compares a file with itself", async () => {
    const given = { x: { path: "net1.npy" }, y: { path: "net1.npy" }, metric: "procrustes" };
    const { status, body } = await posted(address, "/compare", given);
    expect([status, body.names]).toEqual([200, ["net1", "net1"]]);
    expect(body.value).toBeCloseTo(0, 6);
  });

  it("takes files of a form, whichever comes first", async () => {
    const [first, second] = paths.map((_, k) => new Blob([writeNpy([12, 5], numbers(60, k + 1))]));
    for (const order of [
      ["x", "y"],
      ["y", "x"],
    ]) {
      const form = new FormData();
      for (const name of order) form.append(name, name === "x" ? first! : second!, "acts.npy");
      form.append("metric", "linear-regression");
      const response = await fetch(`${address}compare`, { method: "POST", body: form });
      const body = (await response.json()) as { value: number; names: string[] };
      const expected = await engine.compare(typed(x), typed(y), { metric: "linear-regression" });
      expect([response.status, body.value]).toEqual([200, expected]);
      expect(body.names).toEqual(["x/acts", "y/acts"]);
    }
  });

  it("gives intervals where they are asked for", async () => {
    const { body } = await posted(address, "/compare", { x, y, metric: "cka", bootstrap: "stimuli" });
    const expected = await engine.cross([typed(x)], [typed(y)], { metric: "cka", bootstrap: "stimuli" });
    expect(body.lower[0][0]).toBe(expected.interval!.lower.at(0, 0));
  });
});

describe("POST /pairwise", () => {
  it("gives the document of the library, and the bits of the command", async () => {
    const given = { representations: [x, y, z], metric: "procrustes", permutation: "stimuli", samples: 50 };
    const { body } = await posted(address, "/pairwise", given);
    const options = { metric: "procrustes", permutation: "stimuli", samples: 50 } as const;
    const expected = JSON.parse((await engine.pairwise([x, y, z].map(typed), options)).toJson());
    expect(body).toEqual({ ...expected, names: ["net1", "net2", "net3"] });
    const words = [
      "--metric",
      "procrustes",
      "--permutation",
      "stimuli",
      "--samples",
      "50",
      "--deterministic",
      "--json",
    ];
    expect(body).toEqual(JSON.parse((await repgeom("pairwise", ...paths, ...words)).stdout));
  });

  it("takes an archive as it is, with options in the address", async () => {
    const body = writeNpz(archive);
    const headers = { "content-type": "application/x-npz" };
    const path = "/pairwise?metric=procrustes&alpha=0.5&folds=3&seed=2";
    const answer = await asked(address, { path, body, headers });
    const options = { metric: "procrustes", alpha: 0.5, folds: 3, seed: 2 } as const;
    const expected = await engine.pairwise([x, y, z].map(typed), options);
    expect(answer.status).toBe(200);
    expect(answer.body.values).toEqual(JSON.parse(expected.toJson()).values);
    expect(answer.body.crossvalidation).toEqual({ folds: 3, seed: 2 });
    expect(answer.body.names).toEqual(["body:l1", "body:l2", "body:l3"]);
  });

  it("reads files as it is told", async () => {
    const representations = paths.map((_, k) => ({ path: `net${k + 1}.npy` }));
    const { body } = await posted(address, "/pairwise", {
      representations,
      metric: "cka",
      read: { rows: "0:6" },
    });
    const some = [x, y, z].map((one) => ({
      ...typed(one),
      shape: [6, 5],
      data: typed(one).data.slice(0, 30),
    }));
    const expected = await engine.pairwise(some, { metric: "cka" });
    expect(body.values).toEqual(JSON.parse(expected.toJson()).values);
    expect(body.arranged[0].steps.join()).toMatch(/rows 0:6/);
  });

  it("takes held-out stimuli, and components fitted on the others", async () => {
    const train = [x, y];
    const test = [11, 12].map((seed) => network(seed, 8));
    const arrange = { pca: 2 };
    const { status, body } = await posted(address, "/pairwise", {
      representations: train,
      test,
      arrange,
      metric: "procrustes",
    });
    const expected = await engine.pairwise(train.map(typed), {
      metric: "procrustes",
      test: test.map(typed),
      arrange,
    });
    expect([status, body.test]).toEqual([200, JSON.parse(expected.toJson()).test]);
  });
});

describe("what is wrong with a request is said with its status and its member", () => {
  const cases: [what: string, body: unknown, status: number, name: string, text: RegExp, option?: string][] =
    [
      ["other stimuli", { x, y: network(2, 11), metric: "cka" }, 400, "ShapeError", /12.*11/],
      [
        "too few numbers",
        { x: { shape: [3, 1e9], data: [1] }, y, metric: "cka" },
        400,
        "ShapeError",
        /x: shape 3 × 1000000000/,
      ],
      [
        "a huge shape",
        { x: { shape: [2 ** 53 - 1, 2 ** 53 - 1], data: [1] }, y, metric: "cka" },
        400,
        "ShapeError",
        /means/,
      ],
      ["ragged rows", { x: [[1, 2], [3]], y, metric: "cka" }, 400, "ShapeError", /row 1 has 1/],
      [
        "no numbers",
        { x: [["a", "b"]], y, metric: "cka" },
        422,
        "NumericalError",
        /expected a number in row 0/,
      ],
      [
        "null among numbers",
        { x: { shape: [1, 2], data: [1, null] }, y, metric: "cka" },
        422,
        "NumericalError",
        /got null/,
      ],
      ["nothing", { y, metric: "cka" }, 400, "ShapeError", /^x: expected rows/],
      [
        "an unknown member",
        { x: { ...x, dta: 1 }, y, metric: "cka" },
        400,
        "OptionError",
        /no option "dta".*data/,
        "dta",
      ],
      [
        "a key of objects",
        `{"x":{"__proto__":{"data":[1]},"shape":[1]},"y":[[1]],"metric":"cka"}`,
        400,
        "OptionError",
        /__proto__/,
        "__proto__",
      ],
      [
        "a key of objects among options",
        `{"x":[[1],[2]],"y":[[1],[3]],"metric":"cka","__proto__":{"a":1}}`,
        400,
        "OptionError",
        /__proto__/,
        "__proto__",
      ],
      [
        "a name of objects as metric",
        { x, y, metric: "constructor" },
        400,
        "OptionError",
        /no metric "constructor"/,
        "metric",
      ],
      ["no metric", { x, y }, 400, "OptionError", /^metric is missing; expected one of .*, cka, /, "metric"],
      [
        "an object as metric",
        { x, y, metric: { name: "cka" } },
        400,
        "OptionError",
        /^metric is an object/,
        "metric",
      ],
      ["a misspelt metric", { x, y, metric: "ckaa" }, 400, "OptionError", /Did you mean.*cka/, "metric"],
      [
        "a misspelt option",
        { x, y, metric: "procrustes", alhpa: 1 },
        400,
        "OptionError",
        /^compare with procrustes.*alpha/,
        "alhpa",
      ],
      [
        "an option out of range",
        { x, y, metric: "procrustes", alpha: 7 },
        400,
        "OptionError",
        /alpha is 7; accepted: a number from 0 to 1/,
        "alpha",
      ],
      [
        "too many samples",
        { x, y, metric: "cka", permutation: "stimuli", samples: 1e6 },
        400,
        "OptionError",
        /10000 at most/,
        "samples",
      ],
      [
        "members of the other question",
        { representations: [x, y], metric: "cka" },
        400,
        "OptionError",
        /takes no representations/,
        "representations",
      ],
      [
        "constant responses",
        { x: { shape: [4, 1], data: [1, 1, 1, 1] }, y: network(1, 4), metric: "cka" },
        422,
        "NumericalError",
        /constant/,
      ],
      [
        "base64 without its type",
        { x: { shape: [1], data: "AAAA" }, y, metric: "cka" },
        400,
        "OptionError",
        /dtype is undefined/,
        "dtype",
      ],
      [
        "what is no base64",
        { x: { shape: [1], data: "AA*A AA=", dtype: "float64" }, y, metric: "cka" },
        400,
        "ShapeError",
        /no base64/,
      ],
      [
        "half a number",
        { x: { shape: [1], data: "AAAA", dtype: "float32" }, y, metric: "cka" },
        400,
        "ShapeError",
        /no whole number/,
      ],
      [
        "reading without files",
        { x, y, metric: "cka", read: { rows: "0:3" } },
        400,
        "OptionError",
        /Leave read out/,
        "read",
      ],
      [
        "a file as mask",
        { x: { path: "net1.npy" }, y, metric: "cka", read: { mask: "/etc/passwd" } },
        400,
        "OptionError",
        /no option "mask"/,
        "mask",
      ],
      [
        "an address as stimuli",
        { x: { path: "net1.npy" }, y, metric: "cka", read: { stimuli: "http://127.0.0.1/" } },
        400,
        "OptionError",
        /no option "stimuli"/,
        "stimuli",
      ],
      [
        "a slow pattern",
        { x: { path: "net1.npy" }, y, metric: "cka", read: { arrays: "*a*a*a*b" } },
        400,
        "OptionError",
        /2 marks/,
        "arrays",
      ],
      [
        "repeats that are no list",
        { x: { ...x, repeats: "x" }, y, metric: "cka" },
        400,
        "ShapeError",
        /^net1: repeats of each stimulus: expected a typed array or a list/,
      ],
      ["a list", [], 400, "ShapeError", /The body is a list/],
      ["a text", '"cka"', 400, "ShapeError", /the text/],
      ["half a document", '{"x": [[1', 400, "RequestError", /no JSON/],
      ["depth", `{"x": ${"[".repeat(1e5)}`, 400, "RequestError", /100001 levels/],
    ];
  it.each(cases)("%s", async (_what, body, status, name, text, option) => {
    const answer = await posted(address, "/compare", body);
    expect(answer.status).toBe(status);
    const { error, ...others } = answer.body;
    expect(others).toEqual({});
    expect(error).toEqual({ name, message: expect.stringMatching(text), ...(option && { option }) });
    expect(Object.prototype).not.toHaveProperty("data");
  });

  it("a damaged file", async () => {
    const form = new FormData();
    form.append("x", new Blob([writeNpy([12, 5], numbers(60, 1))]), "a.npy");
    form.append("y", new Blob([writeNpy([12, 5], numbers(60, 1)).slice(0, 300)]), "b.npy");
    const response = await fetch(`${address}compare?metric=cka`, { method: "POST", body: form });
    const { error } = (await response.json()) as { error: { name: string; message: string } };
    expect([response.status, error.name]).toEqual([400, "FormatError"]);
    expect(error.message).toMatch(/^b\.npy/);
  });

  it.each([
    ["../secret.npy"],
    ["out.npy"],
    ["up/secret.npy"],
    ["deep/../../secret.npy"],
    [secret],
    ["/etc/passwd"],
    ["deep"],
    ["none.npy"],
    ["net1.npy\0"],
    [""],
    ["."],
    ["http://127.0.0.1/x.npy"],
    ["file:///etc/passwd"],
    ["up/zoo/../secret.npy"],
  ])("a path outside of the folder, %j, is one that is not there", async (path) => {
    const { status, body } = await posted(address, "/compare", { x: { path }, y, metric: "cka" });
    expect([status, body.error.name]).toEqual([404, "NotFoundError"]);
  });

  it("says nothing of where the folder lies", async () => {
    writeFileSync(join(zoo, "bad.npy"), "no array");
    const { status, body } = await posted(address, "/compare", { x: { path: "bad.npy" }, y, metric: "cka" });
    expect([status, body.error.name]).toEqual([400, "FormatError"]);
    expect(body.error.message).toMatch(/^bad\.npy/);
  });
});
