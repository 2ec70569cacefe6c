import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FormatError, OptionError, ShapeError } from "../../src/base/errors.ts";
import { readLabels } from "../../src/data/label-table.ts";
import { read } from "../../src/data/read.ts";
import { readBeside } from "../../src/data/files/read-beside.ts";
import type { ReadOptions } from "../../src/data/files/options.ts";
import { readRdms } from "../../src/rdm/read-rdms.ts";
import { toRepresentation } from "../../src/data/representation.ts";
import { pairwise } from "../../src/index.ts";
import type { Source } from "../../src/data/source.ts";
import { writeJson, writeNpy } from "../../src/data/write.ts";
import { encodeNpy, encodeZip } from "./formats/encode.ts";

const net = writeNpy([2, 3], [1, 2, 3, 4, 5, 6]);
const named = (name: string, bytes: Uint8Array = net) => ({ name, bytes });
const table = (name: string, text: string) => named(name, new TextEncoder().encode(text));
const namesOf = async (...sources: Source[]) => (await read(sources)).map(({ name }) => name);

let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "repgeom-io-"));
  for (const subject of ["s1", "s2"]) {
    await mkdir(join(folder, subject));
    await writeFile(join(folder, subject, "net.npy"), net);
  }
  server = createServer((request, response) => {
    if (request.url === "/missing.npy") response.writeHead(404).end();
    // No declared length: the reader must count.
    else for (const byte of net) response.write(Uint8Array.of(byte));
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await new Promise((done) => server.close(done));
});

describe("read", () => {
  it("reads a path, a file URL, an address, a File, a Blob, a buffer and bytes", async () => {
    const path = join(folder, "s1", "net.npy");
    const sources: Source[] = [
      path,
      pathToFileURL(path),
      `${address}/net.npy`,
      new URL(`${address}/net.npy`),
      new File([net], "net.npy"),
      { name: "net.npy", bytes: new Blob([net]) },
      { name: "net.npy", bytes: net.buffer },
      named("net.npy"),
    ];
    for (const source of sources) {
      expect(await read(source)).toEqual([
        { name: "net", shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
      ]);
    }
  });

  it("chooses the format by extension, in any case of letters", async () => {
    const archive = encodeZip([
      { name: "a.npy", bytes: net },
      { name: "b.npy", bytes: net },
    ]);
    expect(
      await namesOf(named("x.NPY"), named("y.npz", archive), table("z.csv", "1,2"), table("w.tsv", "1\t2")),
    ).toEqual(["x", "y:a", "y:b", "z", "w"]);
  });

  it.each(["net.pkl", "net", "dir.npy/net", "net.constructor"])(
    "refuses %s, naming what it takes",
    async (name) => {
      const reading = read(named(name));
      await expect(reading).rejects.toThrow(OptionError);
      await expect(reading).rejects.toThrow(/a file ending in \.npy \(NumPy array\), \.npz .*\.tsv/);
    },
  );

  it("says of a result as .json where it is read", async () => {
    await expect(read(named("D.json"))).rejects.toThrow(
      /got "\.json"\. Results are read as \.npy or \.csv\./,
    );
  });

  it.each([[{ bytes: net }], [net], [new Blob([net])], [undefined], [7]])(
    "refuses a source without a name: %#",
    async (source) => {
      await expect(read(source as unknown as Source)).rejects.toThrow("got a source without a name");
    },
  );

  it.each([
    ["no such file", () => join(folder, "absent.npy"), "no such file"],
    ["a folder", () => `${folder}/s3.npy`, "EISDIR"],
    ["no such page", () => `${address}/missing.npy`, "HTTP 404 Not Found"],
    ["no such server", () => "http://127.0.0.1:1/net.npy", "failed"],
  ])("says so when there is %s", async (_what, source, got) => {
    await mkdir(join(folder, "s3.npy"), { recursive: true });
    const error = await read(source()).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).file).toBe(source());
    expect((error as FormatError).expected).toBe("a readable file");
    expect((error as FormatError).got).toContain(got);
  });

  it("refuses a file, a Blob, a page, a buffer and arrays beyond maxMemory", async () => {
    const path = join(folder, "s1", "net.npy");
    for (const source of [path, new File([net], "net.npy"), `${address}/net.npy`, named("net.npy")]) {
      await expect(read(source, { maxMemory: 100 })).rejects.toThrow(
        "at most 100 bytes to be held (option maxMemory)",
      );
    }
    const many = Array.from({ length: 5 }, (_, i) => named(`${i}.npy`));
    // All arrays so far, and the header of the file that is read.
    const need = 4 * 48 + 128;
    expect(await read(many, { maxMemory: need })).toHaveLength(5);
    await expect(read(many, { maxMemory: need - 1 })).rejects.toThrow(
      `4.npy: at byte 0: expected at most ${need - 1} bytes to be held (option maxMemory), got a need of ${need}; raise maxMemory to that`,
    );
    await expect(read(many, { maxMemory: NaN })).rejects.toThrow(
      "read: maxMemory is NaN; accepted: a number from 1 (default 2147483648).",
    );
  });
});

describe("maxMemory", () => {
  /** The least limit with which a source is read, found from what the errors say. */
  async function need(sources: Source | Source[], options: ReadOptions = {}): Promise<number> {
    for (let maxMemory = 1; ;) {
      const error = await read(sources, { ...options, maxMemory }).catch((error: unknown) => error);
      if (!(error instanceof FormatError)) return maxMemory;
      const said = Number(/a need of (\d+);/.exec(error.message)![1]);
      expect(said).toBeGreaterThan(maxMemory);
      maxMemory = said;
    }
  }

  const values = Array.from({ length: 60 }, (_, k) => k);
  const f8 = writeNpy([20, 3], values);
  const f4 = writeNpy([20, 3], values, "f4");
  it.each<[string, Uint8Array, ReadOptions, number]>([
    ["doubles once", f8, {}, 480],
    ["singles once", f4, {}, 240],
    ["an array that is transposed twice", f8, { axes: ["units", "stimuli"] }, 960],
    [
      "an array that is joined in double precision as it was and joined",
      f4,
      { perStimulus: true },
      240 + 480,
    ],
    [
      "a column-major array twice",
      encodeNpy({ dtype: "f8", shape: [20, 3], values, fortran: true }),
      {},
      960,
    ],
  ])("counts %s, and the file is not in memory beside it", async (_what, bytes, options, needed) => {
    expect(await need(named("x.npy", bytes), options)).toBe(needed);
  });

  it("counts a file that is read whole, and what is made of it", async () => {
    const file = table("x.csv", "1,2\n3,4\n");
    expect(await need(file)).toBeGreaterThanOrEqual(file.bytes.length + 32);
  });

  it("counts the two halves of a page whose length nobody declared", async () => {
    const least = await need(`${address}/net.npy`);
    expect(least).toBeGreaterThanOrEqual(net.length);
    expect(least).toBeLessThanOrEqual(2 * net.length);
  });

  it("is for all reads of one command together", async () => {
    const held = { bytes: 0 };
    await readBeside(held, named("a.npy"), { maxMemory: 1000 });
    expect(held.bytes).toBe(48);
    await readBeside(held, table("b.csv", "1,2"), { maxMemory: 1000 });
    expect(held.bytes).toBe(64);
    await expect(readBeside(held, named("c.npy"), { maxMemory: 64 + 127 })).rejects.toThrow(
      `a need of ${64 + 128};`,
    );
  });

  it("holds for RDMs, beside the arrays that they come from", async () => {
    const square = named("r.npy", writeNpy([3, 3], [0, 1, 2, 1, 0, 3, 2, 3, 0]));
    expect(await readRdms(square, { maxMemory: square.bytes.length + 72 })).toHaveLength(1);
    const stack = named("r.npy", writeNpy([40, 3], new Float64Array(120)));
    await expect(readRdms(stack, { maxMemory: 2 * 960 - 1 })).rejects.toThrow("maxMemory");
    await expect(readRdms(stack, { maxMemory: 2 * 960 })).resolves.toHaveLength(40);
    const singles = named("r.npy", writeNpy([40, 3], new Float64Array(120), "f4"));
    await expect(readRdms(singles, { maxMemory: 480 + 960 - 1 })).rejects.toThrow("a need of 1440;");
    await expect(readRdms(singles, { maxMemory: 480 + 960 })).resolves.toHaveLength(40);
  });

  it("holds for a table of labels", async () => {
    const labels = table("l.csv", "a,b\n1,2\n");
    const held = { bytes: 0 };
    expect((await readLabels(labels, held)).rows).toHaveLength(1);
    await expect(readLabels(labels, held, 7)).rejects.toThrow("at most 7 bytes to be held");
    await expect(readLabels(labels, held, 100)).rejects.toThrow("at most 100 bytes to be held");
    await expect(readLabels(labels, { bytes: 2000 }, 2000)).rejects.toThrow("at most 2000 bytes");
  });
});

describe("names", () => {
  it("are told apart by as few folders as it takes, where files share one", async () => {
    expect(await namesOf(join(folder, "s1", "net.npy"), join(folder, "s2", "net.npy"))).toEqual([
      "s1/net",
      "s2/net",
    ]);
    expect(await namesOf(named("a/1/x.npy"), named("b/1/x.npy"), named("y.npy"))).toEqual([
      "a/1/x",
      "b/1/x",
      "y",
    ]);
    expect(await namesOf(named("x.npy"), named("a\\x.npy"))).toEqual(["x", "a/x"]);
  });

  it("keep dots, colons and the array's name", async () => {
    const archive = encodeZip([
      { name: "a:1.npy", bytes: net },
      { name: "b.npy", bytes: net },
    ]);
    expect(await namesOf(named("s1/v:1.5.npz", archive), named("s2/v:1.5.npy"))).toEqual([
      "s1/v:1.5:a:1",
      "s1/v:1.5:b",
      "s2/v:1.5",
    ]);
  });

  it("that differ in their extension only keep it, and those that stay alike are refused", async () => {
    await expect(namesOf(named("a/x.npy"), named("a/x.npy"))).rejects.toThrow(
      'sources with one name, "x": a/x.npy, a/x.npy.',
    );
    expect(await namesOf(named("x.npy"), table("x.csv", "1"))).toEqual(["x.npy", "x.csv"]);
    expect(await namesOf(named("a/x.npy"), named("b/x.npy"), table("b/x.csv", "1"))).toEqual([
      "a/x.npy",
      "b/x.npy",
      "b/x.csv",
    ]);
    const archive = encodeZip(["a", "b"].map((name) => ({ name: `${name}.npy`, bytes: net })));
    await expect(namesOf(named("x.npz", archive), named("x:a.npy"))).rejects.toThrow(
      'two representations are named "x:a"',
    );
  });
});

describe("axes", () => {
  it("transposes units × stimuli", async () => {
    const [x] = await read(named("x.npy"), { axes: ["units", "stimuli"] });
    const arranged = ["axes units, stimuli"];
    expect(x).toEqual({ name: "x", shape: [3, 2], data: Float64Array.of(1, 4, 2, 5, 3, 6), arranged });
  });

  it("brings any order of axes to the library's, element by element", async () => {
    const lengths = { units: 2, repeats: 3, stimuli: 4, time: 5 };
    const values = Array.from({ length: 120 }, (_, i) => i);
    const file = named("x.npy", writeNpy(Object.values(lengths), values));
    const [x] = await read(file, { axes: Object.keys(lengths) });
    expect(x!.shape).toEqual([4, 3, 5, 2]);
    let to = 0;
    for (let s = 0; s < 4; s++)
      for (let r = 0; r < 3; r++)
        for (let t = 0; t < 5; t++)
          for (let u = 0; u < 2; u++) expect(x!.data[to++]).toBe(((u * 3 + r) * 4 + s) * 5 + t);
  });

  it("keeps single precision and an array that is in order", async () => {
    const [x] = await read(named("x.npy", writeNpy([1, 2], [1, 2], "f4")), { axes: ["stimuli", "units"] });
    expect(x).toEqual({ name: "x", shape: [1, 2], data: Float32Array.of(1, 2), stored: "float32" });
  });

  it("moves the names of stimuli along", async () => {
    const file = table("x.csv", ",cat,dog,cow\nu1,1,2,3\nu2,4,5,6\n");
    const [x] = await read(file, { axes: ["units", "stimuli"] });
    expect(x).toEqual({
      name: "x",
      shape: [3, 2],
      data: Float64Array.of(1, 4, 2, 5, 3, 6),
      arranged: ["axes units, stimuli"],
      stimuli: ["cat", "dog", "cow"],
      taken: { header: ["cat", "dog", "cow"], rowNames: ["u1", "u2"] },
    });
    expect((await read(file, { axes: ["stimuli", "units"] }))[0]!.stimuli).toEqual(["u1", "u2"]);
    const [y] = await read(file);
    expect(y).toEqual({
      name: "x",
      shape: [2, 3],
      data: Float64Array.of(1, 2, 3, 4, 5, 6),
      stimuli: ["u1", "u2"],
      taken: { header: ["cat", "dog", "cow"], rowNames: ["u1", "u2"] },
    });
  });

  it.each([[["units", "neurons"]], [["stimuli", "stimuli"]], [["units", "time"]], [[]]])(
    "refuses the names %s",
    async (axes) => {
      const reading = read(named("x.npy"), { axes });
      await expect(reading).rejects.toThrow(OptionError);
      await expect(reading).rejects.toThrow("different names out of stimuli, repeats, time, height");
    },
  );

  it("refuses an array with another number of axes", async () => {
    const reading = read(named("x.npy"), { axes: ["stimuli", "time", "units"] });
    await expect(reading).rejects.toThrow(ShapeError);
    await expect(reading).rejects.toThrow(
      "x: axes names 3 axes (stimuli, time, units), the array has 2 (2 × 3).",
    );
  });
});

describe("layout", () => {
  const values = Array.from({ length: 2 * 3 * 4 * 5 }, (_, i) => i);
  const file = named("x.npy", writeNpy([2, 3, 4, 5], values));

  it("brings channels-first images to the library's order, as axes do", async () => {
    const [x] = await read(file, { layout: "nchw" });
    expect(x!.shape).toEqual([2, 4, 5, 3]);
    expect(x!.layout).toBe("nhwc");
    expect(x).toEqual((await read(file, { axes: ["stimuli", "channels", "height", "width"] }))[0]);
    const { arranged: _, ...same } = x!;
    expect(
      toRepresentation(
        { name: "x", shape: [2, 3, 4, 5], data: Float64Array.from(values), layout: "nchw" },
        "",
      ),
    ).toEqual(same);
  });

  it("names the order that channels-last images have", async () =>
    expect((await read(file, { layout: "nhwc" }))[0]).toEqual({
      name: "x",
      shape: [2, 3, 4, 5],
      data: Float64Array.from(values),
      layout: "nhwc",
    }));

  it("is asked for where a metric is of images, with both readings", async () => {
    const given = await read([file, named("y.npy", writeNpy([2, 3, 4, 5], values.map(Math.sin)))]);
    const comparing = pairwise(given, { metric: "convolutional" });
    await expect(comparing).rejects.toThrow(OptionError);
    await expect(comparing).rejects.toThrow("nhwc, 2 stimuli with 5 channels of 3 × 4 positions");
    await expect(comparing).rejects.toThrow("nchw, 2 stimuli with 3 channels of 4 × 5 positions (PyTorch)");
  });

  it("gives the value of that reading, in memory as from files", async () => {
    const data = (seed: number) => Float64Array.from(values, (_, k) => Math.sin(seed + k * k));
    const images = (layout: "nhwc" | "nchw") =>
      [1, 2].map((seed) => ({ name: `n${seed}`, shape: [2, 3, 4, 5], data: data(seed), layout }));
    const distance = async (layout: "nhwc" | "nchw") =>
      (await pairwise(images(layout), { metric: "convolutional" })).values[1]!;
    const files = [1, 2].map((seed) => named(`n${seed}.npy`, writeNpy([2, 3, 4, 5], data(seed))));
    const read4 = await read(files, { axes: ["stimuli", "channels", "height", "width"] });
    expect(await distance("nchw")).toBe((await pairwise(read4, { metric: "convolutional" })).values[1]);
    expect(Math.abs((await distance("nhwc")) - (await distance("nchw")))).toBeGreaterThan(1e-3);
  });

  it.each([
    [{ layout: "hwcn" as never }, /layout is "hwcn"; accepted: "nhwc", "nchw"/],
    [{ layout: "nchw" as const, axes: ["stimuli", "units"] }, /layout names the axes; leave out axes/],
    [{ layout: "nchw" as const, perStimulus: true }, /perStimulus fixes the axes; leave out layout/],
  ])("refuses %o", async (options, message) => {
    await expect(read(file, options)).rejects.toThrow(message);
  });

  it("refuses arrays that are no images", async () => {
    await expect(read(named("x.npy"), { layout: "nchw" })).rejects.toThrow(
      /x is 2 × 3; the layout nchw is of images/,
    );
  });
});

describe("perStimulus", () => {
  const stimulus = (name: string, bytes: Uint8Array) => ({ name: `${name}.npy`, bytes });

  it("stacks one array a stimulus", async () => {
    const other = writeNpy([2, 3], [7, 8, 9, 10, 11, 12], "f4");
    const file = named("x.npz", encodeZip([stimulus("cat", net), stimulus("dog", other)]));
    expect(await read(file, { perStimulus: true })).toEqual([
      {
        name: "x",
        shape: [2, 2, 3],
        data: Float64Array.from({ length: 12 }, (_, i) => i + 1),
        stored: "float32",
        stimuli: ["cat", "dog"],
      },
    ]);
  });

  it("makes one stimulus of a file with one array", async () => {
    expect(await read(named("x.npy"), { perStimulus: true })).toMatchObject([
      { name: "x", shape: [1, 2, 3] },
    ]);
  });

  it("counts the repeats of each stimulus where they differ", async () => {
    const few = writeNpy([1, 3], [7, 8, 9], "f4");
    const file = named("x.npz", encodeZip([stimulus("cat", net), stimulus("dog", few)]));
    expect(await read(file, { perStimulus: true })).toEqual([
      {
        name: "x",
        shape: [3, 3],
        repeats: [2, 1],
        data: Float64Array.from({ length: 9 }, (_, i) => i + 1),
        stored: "float32",
        stimuli: ["cat", "dog"],
      },
    ]);
  });

  it("refuses different numbers of units, other axes, and axes beside it", async () => {
    const file = (shape: number[], size: number) =>
      named(
        "x.npz",
        encodeZip([stimulus("cat", net), stimulus("dog", writeNpy(shape, new Float64Array(size)))]),
      );
    await expect(read(file([1, 2], 2), { perStimulus: true })).rejects.toThrow(
      "got 1 × 2 beside 2 × 3 in x:cat",
    );
    await expect(read(file([6], 6), { perStimulus: true })).rejects.toThrow(ShapeError);
    await expect(read(named("x.npy"), { perStimulus: true, axes: ["stimuli"] })).rejects.toThrow(
      "leave out axes",
    );
  });
});

describe("means beside covariances or factors", () => {
  const member = (name: string, shape: number[]) => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    return {
      name: `${name}.npy`,
      bytes: writeNpy(
        shape,
        Float64Array.from({ length: size }, (_, i) => i),
      ),
    };
  };
  const zip = (...members: { name: string; bytes: Uint8Array }[]) => named("net.npz", encodeZip(members));

  it("are one representation", async () => {
    expect(await read(zip(member("covariances", [2, 3, 3]), member("means", [2, 3])))).toMatchObject([
      { name: "net", shape: [2, 3], covariances: { shape: [2, 3, 3] } },
    ]);
    expect(await read(zip(member("means", [2, 5, 3]), member("factors", [2, 15, 1])))).toMatchObject([
      { name: "net", shape: [2, 5, 3], factors: { shape: [2, 15, 1] } },
    ]);
  });

  it("must fit together, stand alone and keep their axes", async () => {
    await expect(read(zip(member("means", [2, 3]), member("covariances", [2, 3, 2])))).rejects.toThrow(
      "net: the means are 2 × 3, so the covariances must be 2 × 3 × 3; got 2 × 3 × 2.",
    );
    const three = zip(member("means", [2, 3]), member("factors", [2, 3, 1]), member("more", [1]));
    await expect(read(three)).rejects.toThrow("nothing else in the file; got means, factors, more");
    const two = zip(member("means", [2, 3]), member("factors", [2, 3, 1]));
    await expect(read(two, { axes: ["stimuli", "units"] })).rejects.toThrow("leave out axes");
  });

  it("are arrays of their own under other names", async () => {
    expect(await read(zip(member("means", [2, 3]), member("variances", [2, 3])))).toHaveLength(2);
  });
});

describe("writeJson", () => {
  it("writes typed arrays as lists, and what JSON has no number for as text", () => {
    const value = { values: Float64Array.of(0.1, NaN), least: -Infinity, name: "x" };
    expect(writeJson(value, 0)).toBe('{"values":[0.1,"NaN"],"least":"-Infinity","name":"x"}');
  });
});
