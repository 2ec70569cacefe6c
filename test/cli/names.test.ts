// What the command line calls things: flags, axes of images, one stimulus, a missing file.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/base/random.ts";
import { writeNpy } from "../../src/data/write.ts";
import { repgeom, temporaryFolder } from "../support/repgeom.ts";

const folder = temporaryFolder();
const random = createRandom(5);

/** A file of these axes with random numbers, or with what is given. */
function file(name: string, shape: readonly number[], value = () => random.normal()): string {
  const path = join(folder, `${name}.npy`);
  const length = shape.reduce((product, axis) => product * axis, 1);
  writeFileSync(path, writeNpy([...shape], Float64Array.from({ length }, value)));
  return path;
}

describe("images", () => {
  const images = [file("x", [5, 3, 4, 4]), file("y", [5, 3, 4, 4])];
  const compare = (...flags: string[]) =>
    repgeom("compare", ...images, "--metric", "convolutional", ...flags);

  it("need --layout or --axes, and the message shows both readings", async () => {
    const { code, stderr } = await compare();
    expect(code).toBe(2);
    expect(stderr).toContain("nhwc, 5 stimuli with 4 channels of 3 × 4 positions");
    expect(stderr).toContain(
      'nchw, 5 stimuli with 3 channels of 4 × 4 positions (PyTorch). Say which: --layout "nhwc"',
    );
  });

  it("have the value of the axes that --layout names", async () => {
    const named = await compare("--axes", "stimuli,channels,height,width");
    const first = await compare("--layout", "nchw");
    const last = await compare("--layout", "nhwc");
    expect(first.stdout).toBe(named.stdout);
    expect(Math.abs(Number(first.stdout) - Number(last.stdout))).toBeGreaterThan(1e-3);
  });

  it("have two layouts", async () =>
    expect((await compare("--layout", "chwn")).stderr).toContain('--layout takes nhwc or nchw, got "chwn"'));
});

describe("messages", () => {
  it("name flags in the middle of a sentence", async () => {
    const alike = file("alike", [6, 3], () => 1);
    writeFileSync(
      alike,
      writeNpy(
        [6, 3],
        Float64Array.from({ length: 18 }, (_, k) => Number(k >= 15)),
      ),
    );
    const { stderr } = await repgeom("compare", alike, alike, "--metric", "cka", "--kernel", "rbf");
    expect(stderr).toContain('give the width itself: --bandwidth-unit "responses"');
  });

  it("say how many stimuli cross-validation needs", async () => {
    const rdms = [1, 2, 3].map((k) => file(`rdm${k}`, [10], () => random.uniform()));
    const { code, stderr } = await repgeom(
      "rsa",
      "--data",
      rdms[0]!,
      rdms[1]!,
      "--models",
      rdms[2]!,
      "--crossvalidate",
    );
    expect(code).toBe(2);
    expect(stderr).toContain("needs at least 6 stimuli, got 5");
  });

  it("call one stimulus one stimulus", async () => {
    const one = [file("one", [1, 4]), file("another", [1, 4])];
    expect((await repgeom("compare", ...one, "--metric", "cka")).stderr).toContain("one has 1 stimulus: ");
  });

  it("tell responses from distances", async () => {
    const square = file("square", [4, 4]);
    expect((await repgeom("cluster", square)).stderr).toContain(
      "responses become distances by repgeom pairwise",
    );
  });
});
