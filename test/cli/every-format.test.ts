import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { extensions } from "../../src/data/formats/registry.ts";
import { golden, sampleBytes, samples } from "../support/format-samples.ts";
import { repgeom, temporaryFolder } from "../support/repgeom.ts";

const folder = temporaryFolder();

/** Puts a file of a format into the folder, under another stem for each copy. */
function place(extension: string, stem: string): string {
  const { from } = samples[extension]!;
  const path = join(folder, `${stem}-${extension.replace(".", "-")}.${extension}`);
  if (extension === "zarr") cpSync(golden(from as string), path, { recursive: true });
  else writeFileSync(path, sampleBytes(extension));
  return path;
}

const formats = extensions.map((extension) => extension.slice(1));

describe("every format", () => {
  it("has a file here", () => expect(Object.keys(samples)).toEqual(expect.arrayContaining(formats)));

  it("is listed by inspect with its shape", async () => {
    const files = formats.map((extension) => place(extension, "x"));
    const { code, stdout, stderr } = await repgeom("inspect", "--quiet", ...files);
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout.split("\n").map((line) => line.split(/ {2,}/));
    for (const [k, file] of files.entries()) {
      const { array, shape } = samples[formats[k]!]!;
      const [, found] = lines.find(([name]) => name === (array ? `${file}:${array}` : file)) ?? [];
      expect(`${file} ${found}`).toBe(`${file} ${shape}`);
    }
  });

  it.each(formats)("is compared with its copy: .%s", async (extension) => {
    const { array } = samples[extension]!;
    const [x, y] = ["x", "y"].map((stem) => place(extension, stem) + (array ? `:${array}` : ""));
    const { code, stdout, stderr } = await repgeom("compare", x!, y!, "--metric", "cka", "--quiet");
    expect([code, stderr]).toEqual([0, ""]);
    expect(Number(stdout)).toBeCloseTo(1, 9);
  });
});
