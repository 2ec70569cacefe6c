// Covariances of noise and their inverses as rsatoolbox estimates them.
import { describe, expect, it } from "vitest";
import { createEngine, type NoiseMethod } from "../../../src/index.ts";
import { golden } from "../support.ts";

const { casesOf, input, labels, expectClose, provenance } = golden("rsa_noise");
const engine = await createEngine({ threads: 0 });

provenance("rsatoolbox");

const methods: Record<string, NoiseMethod> = {
  full: "full",
  diag: "diagonal",
  shrinkage_eye: "shrinkage-eye",
  shrinkage_diag: "shrinkage-diag",
};

const optionsOf = (params: Record<string, unknown>) => ({
  method: methods[params["method"] as string]!,
  ...(params["dof"] === null ? {} : { dof: params["dof"] as number }),
});

describe("from residuals", () => {
  it.each(casesOf("cov_from_residuals/prec_from_residuals"))("$id $tag", async (one) => {
    const [rows, options] = [input(one, "residuals"), optionsOf(one.params)];
    expectClose(one, "cov", (await engine.noiseCovariance(rows, options)).data);
    expectClose(one, "prec", (await engine.noisePrecision(rows, options)).data);
  });
});

describe("from rows with labels", () => {
  it.each(casesOf("cov_from_unbalanced/prec_from_unbalanced"))("$id $tag", async (one) => {
    const options = { ...optionsOf(one.params), conditions: labels(one, "cond") };
    expectClose(one, "cov", (await engine.noiseCovariance(input(one, "X"), options)).data);
    expectClose(one, "prec", (await engine.noisePrecision(input(one, "X"), options)).data);
  });

  // By default rsatoolbox takes (conditions − 1) · repeats degrees of freedom; conditions · (repeats − 1) are free.
  it.each(casesOf("cov_from_measurements/prec_from_measurements"))("$id $tag", async (one) => {
    const conditions = labels(one, "cond");
    const count = new Set(conditions).size;
    const repeats = conditions.length / count;
    const options = { dof: (count - 1) * repeats, ...optionsOf(one.params), conditions };
    expectClose(one, "cov", (await engine.noiseCovariance(input(one, "X"), options)).data);
    expectClose(one, "prec", (await engine.noisePrecision(input(one, "X"), options)).data);
    const free = { ...options, dof: count * (repeats - 1) };
    const { dof: _, ...byDefault } = free;
    const expected = (await engine.noiseCovariance(input(one, "X"), free)).data;
    expect((await engine.noiseCovariance(input(one, "X"), byDefault)).data).toEqual(expected);
  });
});
