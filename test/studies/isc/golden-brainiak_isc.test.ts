import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import { testOfValues } from "../../../src/studies/isc/block.ts";
import { chosenIsc, type Draws, type IscOptions } from "../../../src/studies/isc/options.ts";
import { planTest } from "../../../src/studies/isc/resampling/plan.ts";
import { withPhases } from "../../../src/studies/isc/resampling/spectrum.ts";
import { summarize } from "../../../src/studies/isc/summary.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { goldenArray, goldenCases, type GoldenCase } from "../../golden/golden.ts";

const set = "brainiak_isc";
let engine: Engine;
let kernels: Kernels;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
  kernels = await createKernels(await loadModule(chooseBuild(true)));
});

const arrayOf = (golden: GoldenCase, name: string) => goldenArray(set, golden.in[name] as string);
const casesOf = (fn: string) => goldenCases(set).filter((golden) => golden.fn === fn);

/** BrainIAK's time × voxels × subjects as one matrix a subject. */
function subjectsIn(golden: GoldenCase, name = "data"): Matrix[] {
  const { shape, data } = arrayOf(golden, name);
  const [time, voxels, subjects] = shape as [number, number, number];
  return Array.from({ length: subjects }, (_, s) =>
    matrix(
      time,
      voxels,
      Float64Array.from({ length: time * voxels }, (_, k) => data[k * subjects + s]!),
    ),
  );
}

function expectClose(golden: GoldenCase, name: string, values: ArrayLike<number>): void {
  const out = golden.out[name]!;
  const expected = out.file ? goldenArray(set, out.file).data : [out.value!];
  expect(values.length).toBe(expected.length);
  for (let k = 0; k < expected.length; k++) {
    if (Number.isNaN(expected[k])) expect(values[k]).toBeNaN();
    else expect(Math.abs(values[k]! - expected[k]!)).toBeLessThanOrEqual(out.tol!);
  }
}

function optionsOf({ params }: GoldenCase): IscOptions {
  return {
    method: params["pairwise"] ? "pairwise" : "leave-one-out",
    summary: (params["summary_statistic"] as "mean" | "median" | null) ?? "none",
    tolerateNans: (params["tolerate_nans"] as boolean | number | undefined) ?? true,
    side: (params["side"] as "right" | undefined) ?? "two-sided",
    confidence: ((params["ci_percentile"] as number | undefined) ?? 95) / 100,
    distribution: true,
  };
}

describe("isc agrees with BrainIAK's", () => {
  it.each(casesOf("isc"))("$id $tag", async (golden) => {
    const options = optionsOf(golden);
    const found = await engine.isc(subjectsIn(golden), options);
    // Of two subjects BrainIAK takes no summary: there is one value.
    const values = options.summary === "none" || found.rows.length === 1 ? found.values.data : found.summary!;
    expectClose(golden, "iscs", values);
  });
});

describe("isfc agrees with BrainIAK's in double precision", () => {
  it.each(casesOf("isfc"))("$id $tag", async (golden) => {
    const targets = golden.in["targets"] ? { targets: subjectsIn(golden, "targets") } : {};
    const { method, summary, tolerateNans } = optionsOf(golden);
    const { matrices } = await engine.isfc(subjectsIn(golden), { method, summary, tolerateNans, ...targets });
    const isVector = golden.params["vectorize_isfcs"] && !golden.in["targets"];
    const parts = matrices.flatMap(({ rows, data }) => (isVector ? upper(rows, data) : [...data]));
    expectClose(golden, "isfcs", parts);
    if (isVector)
      expectClose(
        golden,
        "iscs",
        matrices.flatMap(({ rows, data }) => diagonal(rows, data)),
      );
  });
});

function upper(n: number, data: Float64Array): number[] {
  return [...data].filter((_, k) => k % n > Math.floor(k / n));
}

function diagonal(n: number, data: Float64Array): number[] {
  return [...data].filter((_, k) => k % n === Math.floor(k / n));
}

/** Rows of a recorded draw. */
function drawOf(golden: GoldenCase, name: string): number[][] {
  const { shape, data } = arrayOf(golden, name);
  const [samples, subjects] = shape as [number, number];
  return Array.from({ length: samples }, (_, b) => [...data.subarray(b * subjects, (b + 1) * subjects)]);
}

/** The recorded order of group labels, put back to the subjects as BrainIAK does. */
function groupsOf(golden: GoldenCase, labels: number[]): number[][] {
  const permutations = drawOf(golden, "draw_perm");
  if (!golden.params["pairwise"]) return permutations.map((order) => order.map((from) => labels[from]!));
  const sorted = labels.toSorted((a, b) => a - b);
  const unsorter = [...arrayOf(golden, "unsorter").data];
  return permutations.map((order) => unsorter.map((at) => sorted[order[at]!]!));
}

const subjectsBehind = (rows: number, pairwise: unknown) =>
  pairwise ? (1 + Math.sqrt(1 + 8 * rows)) / 2 : rows;

describe("tests of given correlations agree with BrainIAK's", () => {
  it.each([...casesOf("bootstrap_isc"), ...casesOf("permutation_isc")])("$id $tag", (golden) => {
    const { shape, data } = arrayOf(golden, "iscs");
    const iscs = matrix(shape[0]!, shape[1]!, Float64Array.from(data));
    const subjects = subjectsBehind(iscs.rows, golden.params["pairwise"]);
    const isBootstrap = golden.fn === "bootstrap_isc";
    const labels = golden.in["group_assignment"] ? [...arrayOf(golden, "group_assignment").data] : undefined;
    const names = labels && [...new Set(labels)].sort((a, b) => a - b);
    const draws: Draws = {
      ...(golden.in["draw_subjects"] ? { subjects: drawOf(golden, "draw_subjects") } : {}),
      ...(golden.in["draw_signs"] ? { signs: drawOf(golden, "draw_signs") } : {}),
      ...(golden.in["draw_perm"]
        ? { groups: groupsOf(golden, labels!).map((list) => list.map((label) => names!.indexOf(label))) }
        : {}),
    };
    const options = chosenIsc(
      {
        ...optionsOf(golden),
        null: isBootstrap ? "brainiak-bootstrap" : "brainiak-permutation",
        samples: (golden.params["n_permutations"] ?? golden.params["n_bootstraps"]) as number,
        ...(labels ? { groups: labels } : {}),
      },
      subjects,
    );
    const test = planTest(options, draws, { subjects, time: 0 });
    const { observed, judged: found } = testOfValues(iscs, options, test, kernels);
    expectClose(golden, "observed", observed);
    expectClose(golden, "p", found.p);
    if (isBootstrap) {
      expectClose(golden, "ci_low", found.lower!);
      expectClose(golden, "ci_high", found.upper!);
    }
    if (golden.id !== "perm_two_exact") expectClose(golden, "distribution", found.distribution!.data);
    else expectSameSet(golden, found.distribution!);
  });
});

/** Each way to divide the subjects once, where BrainIAK goes through all orders. */
function expectSameSet(golden: GoldenCase, distribution: Matrix): void {
  const [theirs, ours] = [goldenArray(set, golden.out["distribution"]!.file!), distribution];
  const column = ({ data }: { data: ArrayLike<number> }, cols: number, unit: number) =>
    [
      ...new Set(
        Array.from(data)
          .filter((_, k) => k % cols === unit)
          .map((value) => value.toFixed(9)),
      ),
    ].sort();
  for (let unit = 0; unit < ours.cols; unit++)
    expect(column(ours, ours.cols, unit)).toEqual(column(theirs, ours.cols, unit));
}

describe("tests by shifts agree with BrainIAK's", () => {
  it.each([...casesOf("timeshift_isc"), ...casesOf("phaseshift_isc")])("$id $tag", async (golden) => {
    const isTime = golden.fn === "timeshift_isc";
    const draws = isTime ? { shifts: drawOf(golden, "draw_shifts") } : { phases: phasesIn(golden) };
    const found = await engine.isc(subjectsIn(golden), {
      ...optionsOf(golden),
      null: isTime ? "brainiak-time-shift" : "brainiak-phase-shift",
      draws,
    });
    expectClose(golden, "observed", found.summary!);
    expectClose(golden, "distribution", found.distribution!.data);
    expectClose(golden, "p", found.p!);
  });
});

/** samples × frequencies × 1 × subjects as lists of lists of frequencies. */
function phasesIn(golden: GoldenCase): number[][][] {
  const { shape, data } = arrayOf(golden, "draw_phases");
  const [samples, frequencies, , subjects] = shape as [number, number, number, number];
  return Array.from({ length: samples }, (_, b) =>
    Array.from({ length: subjects }, (_, s) =>
      Array.from({ length: frequencies }, (_, f) => data[(b * frequencies + f) * subjects + s]!),
    ),
  );
}

describe("phases are added as by BrainIAK", () => {
  it.each(casesOf("phase_randomize"))("$id $tag", (golden) => {
    const { shape, data } = arrayOf(golden, "draw_phases");
    const perVoxel = shape.at(-2)!;
    const subjects = subjectsIn(golden);
    const { cols } = subjects[0]!;
    const frequencies = data.length / (perVoxel * subjects.length);
    const moved = subjects.map((subject, s) =>
      Array.from({ length: cols }, (_, voxel) => {
        const at = (f: number) => data[(f * perVoxel + (perVoxel > 1 ? voxel : 0)) * subjects.length + s]!;
        const one = matrix(
          subject.rows,
          1,
          subject.data.filter((_, k) => k % cols === voxel),
        );
        return withPhases(
          one,
          Array.from({ length: frequencies }, (_, f) => at(f)),
        ).data;
      }),
    );
    const shifted = Array.from({ length: subjects[0]!.rows }, (_, t) =>
      Array.from({ length: cols }, (_, voxel) => moved.map((subject) => subject[voxel]![t]!)),
    ).flat(2);
    expectClose(golden, "shifted", shifted);
  });
});

describe("summaries agree with BrainIAK's", () => {
  it.each(casesOf("compute_summary_statistic"))("$id", (golden) => {
    const { shape, data } = arrayOf(golden, "iscs");
    const columns = Array.from({ length: shape[1]! }, (_, c) =>
      [...data].filter((_, k) => k % (shape[1] ?? 1) === c),
    );
    for (const summary of ["mean", "median"] as const) {
      expectClose(
        golden,
        `${summary}_axis0`,
        columns.map((column) => summarize(column, summary)),
      );
      expectClose(golden, `${summary}_all`, [summarize([...data], summary)]);
    }
  });
});
