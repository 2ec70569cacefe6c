import { describe, expect, it } from "vitest";
import { tableFromPattern } from "../../../src/data/groups/pattern.ts";

describe("tableFromPattern", () => {
  it.each<[string, string, Record<string, string | number>]>([
    ["resnet_conv1_3", "{model}_{layer}_{seed}", { model: "resnet", layer: "conv1", seed: 3 }],
    ["resnet_conv1_3", "{model}_{layer}_{seed}.npy", { model: "resnet", layer: "conv1", seed: 3 }],
    ["resnet_conv1_3.npy", "{model}_{layer}_{seed}", { model: "resnet", layer: "conv1", seed: 3 }],
    ["nets/resnet/conv1.npy", "{model}/{layer}.npy", { model: "resnet", layer: "conv1" }],
    ["nets\\resnet\\conv1.npy", "{model}/{layer}", { model: "resnet", layer: "conv1" }],
    ["nets/a.npz:layer 7", "{file}:layer {n}", { file: "a", n: 7 }],
    ["nets/a.b.npy", "{x}.{y}", { x: "a", y: "b" }],
    ["a.b", "{x}.{y}.npy", { x: "a", y: "b" }],
    ["a.h9:layer 7", "{file}:layer {n}", { file: "a.h9", n: 7 }],
    ["v1.5_x", "v{version}_{rest}", { version: 1.5, rest: "x" }],
    ["net-01-final", "net-{seed}-*", { seed: 1 }],
    ["a+b(c)", "{x}+b({ y })", { x: "a", y: "c" }],
    ["sub-é_V1", "sub-{who}_{region}", { who: "é", region: "V1" }],
  ])("takes %s apart by %s", (name, pattern, cells) => {
    const columns = Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, [cell]]));
    expect(tableFromPattern([name], pattern)).toEqual({ names: [name], columns });
  });

  it("reads columns of numbers as numbers, others as texts", () => {
    const { columns } = tableFromPattern(["a_1_2", "b_x_10"], "{m}_{layer}_{seed}");
    expect(columns).toEqual({ m: ["a", "b"], layer: ["1", "x"], seed: [2, 10] });
  });

  it("takes the path where the pattern has folders, and keeps the name", () => {
    const table = tableFromPattern(["conv1"], "{model}/{layer}.npy", [["nets/vgg/conv1.npy"]]);
    expect(table).toEqual({ names: ["conv1"], columns: { model: ["vgg"], layer: ["conv1"] } });
  });

  it.each([
    ["a_b", "{x}-{y}", 'pattern "{x}-{y}" does not fit "a_b". Write the parts'],
    ["a/b_c", "{x}_{y}_{z}", "does not fit"],
    [
      "resnet_50_conv",
      "{model}_{layer}",
      'in two ways: model "resnet", layer "50_conv"; or model "resnet_50", layer "conv"',
    ],
    ["a", "a", "has no column"],
    ["a", "{}", "a column without a name"],
    ["a_b", "{x}_{x}", 'the column "x" twice'],
    ["a", "{name}", "a column called name"],
  ])("refuses %s by %s", (name, pattern, message) => {
    expect(() => tableFromPattern(["fits_not", name].slice(1), pattern)).toThrow(message);
  });

  it("takes time that does not explode with the length of a name", () => {
    const started = performance.now();
    const name = "_".repeat(200);
    expect(() => tableFromPattern([name], "{a}_{b}_{c}x")).toThrow("does not fit");
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
