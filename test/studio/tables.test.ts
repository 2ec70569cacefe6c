import { afterAll, describe, expect, it } from "vitest";
import { createEngine, writeNpy, type NamedBytes } from "../../dist/src/index.js";
import { depthsOf, named } from "../../studio/data/arrive/names.ts";
import { inNamesOf, merged, mismatch, withRows } from "../../studio/data/table/rows.ts";
import type { Item } from "../../studio/session/types.ts";
import { createShelf } from "../../studio/worker/shelf.ts";
import { sniff } from "../../studio/worker/sniff.ts";

const item = (path: string, name = path.split("/").at(-1)!.replace(".npy", "")) =>
  ({ name, readAs: name, origin: { from: "file", path, size: 1 } }) as unknown as Item;

describe("names of items", () => {
  it("take as many folders as tell them from those that came with them", () => {
    const depths = depthsOf(["n/a/x.npy", "n/b/x.npy", "y.npy", "n/z.npy"]);
    expect([...depths.values()]).toEqual([1, 1, 0, 0]);
  });

  it("take a folder, then a number, where the name is there already", () => {
    const others = [item("x.npy")];
    expect(named([item("b/x.npy"), item("x.npy")], others).map(({ name }) => name)).toEqual(["b/x", "x (2)"]);
  });
});

describe("a table of networks", () => {
  const items = [item("a/one.npy", "a/one"), item("b/one.npy", "b/one"), item("two.npy")];
  const table = { names: ["one", "two.npy", "three"], columns: { kind: ["x", "y", "z"] } };

  it("is brought into the names of the items, and says what does not fit", () => {
    const own = withRows(inNamesOf(table, items), [...items, item("four.npy")]);
    expect(own).toEqual({
      names: ["a/one", "b/one", "two", "three", "four"],
      columns: { kind: ["x", "x", "y", "z", null] },
    });
    expect(mismatch(own, [...items, item("four.npy")])).toEqual({ rows: ["three"], items: ["four"] });
  });

  it("keeps columns that another table does not have, and takes its cells where it has them", () => {
    const other = { names: ["two.npy", "five"], columns: { kind: ["w", null], seed: ["1", "2"] } };
    expect(merged(table, other)).toEqual({
      names: ["one", "two.npy", "three", "five"],
      columns: { kind: ["x", "w", "z", null], seed: [null, 1, null, 2] },
    });
  });
});

describe("a text among the files", () => {
  const known = { networks: ["a", "b"], stimuli: ["cat", "dog"] };
  const is = async (text: string, name = "x.csv") => (await sniff(new Blob([text]), name, known)).is;

  it.each([
    ["names of networks with numbers alone", "name,accuracy\na,0.5\nb,0.7\n", "networks"],
    ["names of files", "file,kind\na.npy,deep\nb.npy,flat\nc.npy,flat\n", "networks"],
    ["names of stimuli with words", "item,class\ncat,pet\ndog,pet\n", "stimuli"],
    ["a column of images", "item,picture\nx,x.png\ny,y.png\n", "stimuli"],
    ["numbers with names of stimuli", "item,u1,u2\ncat,1,2\ndog,3,4\n", "responses"],
    ["numbers alone", "1,2\n3,4\n", "responses"],
    ["rows of different lengths", "1,2\n3\n", "responses"],
  ])("with %s is seen as what it is", async (_what, text, expected) => {
    expect(await is(text)).toBe(expected);
  });

  it("that is no table of networks in JSON says so", async () => {
    expect(await is('{"a": {"kind": "deep"}}', "x.json")).toBe("networks");
    expect(await is("[1, 2]", "x.json")).toBe("nothing");
  });
});

describe("the shelf of the worker", () => {
  const bytes = writeNpy(
    [4, 6],
    Float64Array.from({ length: 24 }, (_, k) => Math.sqrt(k)),
  );
  const source: NamedBytes = { name: "net.npy", bytes };
  const engine = createEngine({ threads: 0 });
  afterAll(async () => (await engine).close());

  it("reads again what it has forgotten, and refuses what it never had", async () => {
    const shelf = createShelf(() => engine);
    const outcome = await shelf.read({ source, options: { units: "0:3" } });
    if ("message" in outcome) throw new Error(outcome.message);
    expect(outcome.found[0]).toMatchObject({ readAs: "net", shape: [4, 3], bytes: 96, warnings: [] });
    shelf.keep([[7, outcome.found[0]!.key]]);
    const before = await shelf.take({ id: 7, name: "renamed" });
    shelf.forget([7]);
    const again = await shelf.take({ id: 7, name: "renamed" });
    expect(again.data).not.toBe(before.data);
    expect(again).toEqual(before);
    await expect(shelf.take({ id: 8, name: "b" })).rejects.toThrow(
      "The responses of b are not here: add its file again.",
    );
  });

  it("leaves a matrix as it is beside options about axes, and says what else can be done", async () => {
    const shelf = createShelf(() => engine);
    const outcome = await shelf.read({ source, options: { layout: "nchw" } });
    expect(outcome).toMatchObject({
      found: [{ shape: [4, 6], said: ["its two axes are taken as stimuli × units"] }],
    });
    const wrong = await shelf.read({ source, options: { rows: "0:9" } });
    expect(wrong).toMatchObject({ remedies: [{ label: "Read it without rows", reading: { rows: null } }] });
    const large = await shelf.read({ source, options: { maxMemory: 150 } });
    expect(large).toMatchObject({ message: expect.stringMatching(/In it: net 4 × 6\.$/) });
    expect(large).toMatchObject({ remedies: [{ form: "arrays" }, { form: "rows" }] });
  });
});
