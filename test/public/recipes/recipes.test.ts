/*
 * Runs the lines of docs/recipes.md. What is not installed cannot run: then its code is parsed, and its command runs
 * on files of the same shape. `REPGEOM_RECIPES=FOLDER` says where large npm packages are installed.
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import { extensions } from "../../../src/data/formats/registry.ts";
import { golden } from "../../data/formats/tables.ts";
import { temporaryFolder } from "../../support/repgeom.ts";
import { nifti, npy, onnx, safetensors, values } from "./files.ts";
import { link, page, pythonWith, recipesIn, repgeomIn, run, type Ran, type Recipe } from "./recipes.ts";

/** How a recipe is run, and how many items its matrix has. */
interface Kitchen {
  readonly items: number;
  /** What the user has: modules that the code imports. */
  readonly modules?: Readonly<Record<string, string | Uint8Array>>;
  /** Python's modules, or the npm package, that it needs. */
  readonly needs: readonly string[];
  /** Files of the shape that it writes, where that can be done without it. @returns why not, else */
  instead?(folder: string): void | Promise<string | void>;
}

const torch = `
import torch
torch.manual_seed(1)
images = torch.randn(12, 3, 6, 6)
conv = lambda i: torch.nn.Sequential(torch.nn.Conv2d(i, 4, 3, padding=1), torch.nn.ReLU())
net = torch.nn.Sequential()
for k, i in enumerate([3, 4, 4]):
    net.add_module(f"layer{k + 1}", conv(i))
`;

const tfjs = `
import * as tf from "@tensorflow/tfjs";
const conv = (name, first) =>
  tf.layers.conv2d({ name, filters: 4, kernelSize: 3, ...(first && { inputShape: [6, 6, 3] }) });
export const net = tf.sequential({ layers: [conv("conv1", true), conv("conv2", false)] });
export const images = tf.randomNormal([12, 6, 6, 3], 0, 1, "float32", 1);
`;

const onnxNets = `
export const dims = [12, 3, 4, 4];
export const data = Float32Array.from({ length: 576 }, (_, i) => Math.sin(i * i));
`;

const octave = {
  "my_nets.m": "images = reshape(sin(1:6*6*3*12), [6 6 3 12]); net = 2;",
  "activations.m": `function acts = activations(net, images, name)
  acts = max(images(1:4, :, :, :) * net + (name(end) - '0') * cos(images(2:5, :, :, :) * 9), 0);
end`,
};

const session = `
import h5py, numpy as np
for area, seed in (("V1", 1), ("IT", 2)):
    rng = np.random.default_rng(seed)
    with h5py.File(area + ".nwb", "w") as f:
        starts = np.arange(24.0)
        trials = f.create_group("intervals/trials")
        trials["start_time"], trials["stop_time"] = starts, starts + 0.25
        trials.create_dataset("image", data=[f"im{k % 6}" for k in range(24)], dtype=h5py.string_dtype())
        trials["id"] = np.arange(24)
        count = lambda u, k: ((k % 6) * (u + seed)) % 7 + rng.poisson(1)
        spikes = lambda u: [k + 0.25 * rng.random(count(u, k)) for k in range(24)]
        times = [np.sort(np.concatenate(spikes(u))) for u in range(5)]
        f["units/spike_times"] = np.concatenate(times)
        f["units/spike_times_index"] = np.cumsum([len(t) for t in times])
        f["units/id"] = np.arange(5)
`;

const kitchens: Readonly<Record<string, Kitchen>> = {
  PyTorch: { items: 3, modules: { "my_nets.py": torch }, needs: ["torch"] },
  timm: {
    items: 4,
    needs: ["timm", "safetensors"],
    instead(folder) {
      const names = ["block2", "block5", "block8", "block11"];
      writeFileSync(join(folder, "vit.safetensors"), safetensors(names, [10, 5, 6]));
    },
  },
  "TensorFlow.js": {
    items: 2,
    modules: { "my-nets.js": tfjs },
    needs: ["@tensorflow/tfjs"],
    instead(folder) {
      writeFileSync(join(folder, "conv1.npy"), npy([12, 4, 4, 4], 1));
      writeFileSync(join(folder, "conv2.npy"), npy([12, 2, 2, 4], 2));
    },
  },
  "ONNX Runtime": {
    items: 2,
    modules: { "my-nets.js": onnxNets, "net.onnx": onnx() },
    needs: ["onnxruntime-node"],
    instead(folder) {
      for (const k of [0, 1]) writeFileSync(join(folder, `out${k}.npy`), npy([12, 3, 4, 4], k));
    },
  },
  "transformers.js": {
    items: 2,
    needs: [], // its networks would be downloaded
    instead(folder) {
      for (const k of [0, 1]) writeFileSync(join(folder, `net${k}.npy`), npy([12, 8 + k], k));
    },
  },
  MATLAB: { items: 2, modules: octave, needs: ["octave"] },
  nilearn: {
    items: 3,
    needs: ["nilearn"],
    instead(folder) {
      const roi = Float32Array.from({ length: 60 }, (_, k) => Number(k % 3 === 0));
      writeFileSync(join(folder, "roi.nii.gz"), nifti([3, 4, 5], roi));
      for (const k of [1, 2, 3])
        writeFileSync(join(folder, `sub-0${k}.nii.gz`), nifti([3, 4, 5, 8], values(480, k)));
    },
  },
  NWB: {
    items: 2,
    needs: ["pynwb"],
    async instead(folder) {
      const python = await pythonWith(["h5py"]);
      if (!python) return "neither pynwb nor h5py is installed";
      return failure(await run(python, ["-c", session], folder));
    },
  },
  "pandas, polars, DuckDB": {
    items: 2,
    needs: ["pandas", "pyarrow"],
    instead(folder) {
      copyFileSync(golden("polars-zstd.parquet"), join(folder, "resnet.parquet"));
      copyFileSync(golden("duckdb-lists.parquet"), join(folder, "vit.parquet"));
    },
  },
};

function failure({ isDone, said }: Ran): string | undefined {
  return isDone ? undefined : said;
}

/** Runs the code of a recipe where its program is installed. @returns undefined where it is not */
async function cook({ language, code }: Recipe, { modules = {}, needs }: Kitchen, folder: string) {
  for (const [name, content] of Object.entries(modules)) writeFileSync(join(folder, name), content);
  if (language === "python") {
    const python = await pythonWith(needs);
    return python && run(python, ["-c", code], folder);
  }
  if (language === "js") {
    writeFileSync(join(folder, "recipe.js"), code);
    const isThere = needs.length > 0 && link(folder, needs[0]!);
    return isThere ? run(process.execPath, ["recipe.js"], folder) : undefined;
  }
  const octaveRuns = (await run("octave-cli", ["--version"], folder)).isDone;
  return octaveRuns ? run("octave-cli", ["--quiet", "--eval", code], folder) : undefined;
}

/** Whether the code could be read by its language. */
async function parse({ language, code }: Recipe, folder: string): Promise<void> {
  const python = language === "python" ? await pythonWith([]) : undefined;
  if (python)
    expect((await run(python, ["-c", `import ast; ast.parse(${JSON.stringify(code)})`], folder)).said).toBe(
      "",
    );
  if (language === "js")
    expect((await run(process.execPath, ["--check", "recipe.js"], folder)).said).toBe("");
}

const recipes = recipesIn(page);

describe("docs/recipes.md", () => {
  it("has a recipe for each of these, of about ten lines", () => {
    expect(recipes.map(({ title }) => title)).toEqual(Object.keys(kitchens));
    for (const { code } of recipes) expect(code.trim().split("\n").length).toBeLessThanOrEqual(13);
  });

  describe.each(recipes)("$title", (recipe) => {
    const folder = temporaryFolder();
    const kitchen = kitchens[recipe.title]!;

    it("gives a matrix of distances", { timeout: 120_000 }, async (context: TestContext) => {
      const reader = /\.(nii\.gz|\w+)(:\S*)?$/.exec(recipe.command[1]!)![1]!;
      if (!extensions.includes(`.${reader}`)) context.skip(`no reader of .${reader}`);
      const ran = await cook(recipe, kitchen, folder);
      if (ran) expect(failure(ran)).toBeUndefined();
      else await replace(recipe, kitchen, folder, context);
      const out = recipe.command.at(-1)!;
      const words = recipe.command.map((word) => (word === out ? "D.csv" : word));
      expect(failure(await repgeomIn(folder, words))).toBeUndefined();
      const rows = readFileSync(join(folder, "D.csv"), "utf8").trim().split("\n").slice(1);
      expect(rows).toHaveLength(kitchen.items);
      for (const [i, row] of rows.entries())
        for (const [j, value] of row.split(",").slice(1).map(Number).entries())
          expect(value, `${i}, ${j}`).toSatisfy(
            (found: number) => Number.isFinite(found) && (i === j || found !== 0),
          );
    });
  });
});

async function replace(recipe: Recipe, { needs, instead }: Kitchen, folder: string, context: TestContext) {
  await parse(recipe, folder);
  const why = instead ? await instead(folder) : `${needs.join(", ")} is not installed`;
  if (why) context.skip(why);
}
