import { describe, expect, it } from "vitest";
import { FormatError } from "../../../src/base/errors.ts";
import { readPickle } from "../../../src/data/formats/torch/pickle.ts";
import { torchWorld } from "../../../src/data/formats/torch/world.ts";
import type { World } from "../../../src/data/formats/torch/machine.ts";
import type { Value } from "../../../src/data/formats/torch/values.ts";

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const load = (text: string, world: World = torchWorld) => readPickle(latin(text), "x.pt:data.pkl", world);

/** Lists, tuples and dictionaries of JavaScript; other things as they are. */
function plain(value: Value): unknown {
  if (value === null || typeof value !== "object" || !("items" in value)) return value;
  const items = value.items.map(plain);
  return value.kind === "dict"
    ? new Map(items.flatMap((key, k) => (k % 2 ? [] : [[key, items[k + 1]]])))
    : items;
}

describe("a pickle", () => {
  // What Python's pickle.loads gives of each, in protocols 2 to 5.
  it.each([
    ["\x80\x02N.", null],
    ["\x80\x02\x88\x89\x86.", [true, false]],
    ["\x80\x02K\xff.", 255],
    ["\x80\x02M\x01\x02.", 513],
    ["\x80\x02J\xfe\xff\xff\xff.", -2],
    ["\x80\x02\x8a\x02\x00\x80.", -32768],
    ["\x80\x02\x8a\x00.", 0],
    ["\x80\x02\x8a\x07\xff\xff\xff\xff\xff\xff\x1f.", 2 ** 53 - 1],
    [
      "\x80\x02\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01.",
      { kind: "inert", name: "a whole number beyond 2^53" },
    ],
    ["\x80\x02G\xbf\xf8\x00\x00\x00\x00\x00\x00.", -1.5],
    ["\x80\x02X\x02\x00\x00\x00\xc3\xa4.", "ä"],
    ["\x80\x04\x95\x06\x00\x00\x00\x00\x00\x00\x00\x8c\x02ab\x94.", "ab"],
    ["\x80\x02](K\x01K\x02e.", [1, 2]],
    ["\x80\x02]K\x07a.", [7]],
    ["\x80\x02(K\x01K\x02t.", [1, 2]],
    ["\x80\x02(K\x01l.", [1]],
    ["\x80\x02K\x01\x85q\x00h\x00\x86.", [[1], [1]]],
    ["\x80\x02K\x01\x85q\x00K\x02h\x00\x87.", [[1], 2, [1]]],
    ["\x80\x02K\x05q\x01h\x01h\x01\x87.", [5, 5, 5]],
    [
      "\x80\x02}(U\x01aK\x01U\x01bNu.",
      new Map<unknown, unknown>([
        ["a", 1],
        ["b", null],
      ]),
    ],
    ["\x80\x02}K\x03K\x04s.", new Map([[3, 4]])],
    ["\x80\x02(U\x01aK\x01d.", new Map([["a", 1]])],
    ["\x80\x02K\x01K\x020.", 1],
    ["\x80\x02K\x01(K\x02K\x031.", 1],
    ["\x80\x02K\x012\x86.", [1, 1]],
    ["\x80\x04]\x94K\x01a.", [1]],
    ["\x80\x04\x8f\x94(K\x01\x90.", { kind: "inert", name: "set" }],
    ["\x80\x02ccollections\nOrderedDict\n)R}U\x09_metadataNsb.", new Map()],
    ["\x80\x02ctorch\nSize\nK\x02K\x03\x86\x85R.", [2, 3]],
    ["\x80\x04\x8c\x0bcollections\x8c\x0bOrderedDict\x93)R.", new Map()],
  ] as [string, unknown][])("is read as Python reads it: %j", (text, value) => {
    expect(plain(load(text))).toEqual(value);
  });

  it.each([
    ["\x80\x02cos\nsystem\n(U\x02lstR.", "os.system, which PyTorch would call"],
    ["\x80\x04\x8c\x02os\x8c\x06system\x93.", "os.system, which PyTorch would call"],
    ["\x80\x02cbuiltins\neval\n.", "builtins.eval"],
    ["\x80\x02cbuiltins\ngetattr\n.", "builtins.getattr"],
    ["\x80\x02ctorch\nload\n.", "torch.load"],
    ["\x80\x02ctorch._utils\n_rebuild_tensor_v2_\n.", "torch._utils._rebuild_tensor_v2_"],
    ["\x80\x02c\n__proto__\n.", ".__proto__"],
    ["\x80\x02ctorch.storage\n_load_from_bytes\n.", "torch.storage._load_from_bytes"],
    ["\x80\x02(S'ls'\nios\nsystem\n.", "0x53"],
    ["\x80\x02(ios\nsystem\n.", "0x69"],
    ["\x80\x02(cos\nsystem\no.", "os.system"],
    ["\x80\x02\x82\x01.", "0x82"],
    ["\x80\x02P0\n.", "0x50"],
    ["\x80\x00.", "protocol 2 to 5"],
    ["\x80\x02ctorch\nFloatStorage\n)R.", "torch.FloatStorage"],
    ["\x80\x02ctorch\nfloat32\n)R.", "torch.float32"],
    ["\x80\x02U\x03abc)R.", "string abc"],
    ["\x80\x02ccollections\nOrderedDict\nNR.", "a tuple of arguments"],
    ["\x80\x02]}b.", "state of a dictionary"],
    ["\x80\x02K\x01Q.", "the place of a storage"],
    ["\x80\x02U\x06moduleN\x86Q.", "the place of a storage"],
    ["\x80\x02ccollections\nOrderedDict\n](]U\x01aa]U\x01bae\x85R.", "a key and a value"],
    ["\x80\x02h\x07.", "number 7"],
    ["\x80\x02.", "none"],
    ["\x80\x02(.", "none"],
    ["\x80\x02K\x01", "0 bytes"],
    ["\x80\x02X\xff\xff\xff\xffab.", "4294967295 bytes"],
    ["\x80\x02\x8b\xff\xff\xff\xff.", "4294967295 bytes"],
    ["\x80\x02\x8e\xff\xff\xff\xff\xff\xff\xff\xff.", "bytes up to the end"],
    ["\x80\x02t.", "none"],
    ["\x80\x02K\x01a.", "none"],
    ["\x80\x02}(K\x01u.", "a key without one"],
    ["\x80\x02K\x01]K\x02s.", "number 1"],
  ])("is refused, and nothing is called: %j", (text, what) => {
    expect(() => load(text)).toThrow(FormatError);
    expect(() => load(text)).toThrow(what);
  });

  it("asks its world for every name before anything is made of it", () => {
    const asked: string[] = [];
    const world: World = {
      find: (name) => (asked.push(name), { kind: "global", name }),
      call: (callee, given) => (asked.push(`call of ${JSON.stringify([callee, given])}`), null),
      persistent: (id) => (asked.push(`storage ${String(id)}`), null),
    };
    load("\x80\x02cos\nsystem\nU\x02ls\x85RcA\nB\n)\x81U\x01kQ.", world);
    expect(asked).toEqual([
      "os.system",
      'call of [{"kind":"global","name":"os.system"},["ls"]]',
      "A.B",
      'call of [{"kind":"global","name":"A.B"},[]]',
      "storage k",
    ]);
  });

  it("is refused where it copies a list again and again", () => {
    const again = "ccollections\nOrderedDict\nh\x00\x85R0".repeat(200);
    const text = `\x80\x02]q\x00(${"K\x01K\x02\x86".repeat(200)}e${again}N.`;
    expect(() => load(text)).toThrow(/at most \d+ values in arguments/);
  });
});

/** A tensor of `torch._utils._rebuild_tensor_v2`, with these arguments after the storage. */
const tensor = (rest: string, storage = "ctorch\nFloatStorage\nU\x010U\x03cpuK\x0c") =>
  `\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((U\x07storage${storage}tQ${rest}tR.`;

describe("a tensor in a pickle", () => {
  it("has an offset, a shape and strides", () => {
    expect(load(tensor("K\x02K\x02K\x03\x86K\x05K\x01\x86\x89N"))).toEqual({
      kind: "tensor",
      shape: [2, 3],
      strides: [5, 1],
      offset: 2,
      storage: { kind: "storage", key: "0", type: "FloatStorage", count: 12 },
    });
  });

  it.each([
    ["a negative stride", tensor("K\x00K\x02\x85J\xff\xff\xff\xff\x85\x89N"), "-1"],
    ["a negative length", tensor("K\x00J\xff\xff\xff\xff\x85K\x01\x85\x89N"), "-1"],
    ["an offset that is no number", tensor("NK\x02\x85K\x01\x85\x89N"), "None"],
    ["strides for another number of axes", tensor("K\x00K\x02\x85K\x01K\x01\x86\x89N"), "1 strides"],
    [
      "a storage of another kind",
      tensor("K\x00))\x89N", "cbuiltins\nlist\nU\x010U\x03cpuK\x0c"),
      "builtins.list",
    ],
    [
      "a storage of a fraction of numbers",
      tensor("K\x00))\x89N", "ctorch\nFloatStorage\nU\x010U\x03cpuG?\xe0\0\0\0\0\0\0"),
      "0.5",
    ],
  ])("is refused with %s", (_, text, got) => {
    expect(() => load(text)).toThrow(FormatError);
    expect(() => load(text)).toThrow(got);
  });

  it("that PyTorch would still negate is not read", () => {
    expect(load(tensor("K\x00K\x02\x85K\x01\x85\x89N}U\x03neg\x88s"))).toMatchObject({
      refused: expect.stringContaining("resolve_neg"),
    });
    expect(load(tensor("K\x00K\x02\x85K\x01\x85\x89N}U\x03neg\x89s"))).not.toHaveProperty("refused");
  });

  it("of an untyped storage says its type", () => {
    const text =
      "\x80\x02ctorch._utils\n_rebuild_tensor_v3\n((U\x07storagectorch.storage\nUntypedStorage\nU\x010U\x03cpuK\x08tQK\x00K\x04\x85K\x01\x85\x89Nctorch\nuint16\ntR.";
    expect(load(text)).toMatchObject({ type: "torch.uint16", storage: { type: "UntypedStorage", count: 8 } });
  });

  it("with attributes of its own is the tensor", () => {
    const inside =
      "(ctorch._utils\n_rebuild_tensor_v2\nctorch\nTensor\n((U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK\x0ctQK\x00K\x02\x85K\x01\x85\x89Nt}t";
    expect(load(`\x80\x02ctorch._tensor\n_rebuild_from_type_v2\n${inside}R.`)).toMatchObject({ shape: [2] });
  });
});
