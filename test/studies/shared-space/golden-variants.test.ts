import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import type { Representation } from "../../../src/data/representation.ts";
import type { GoldenCase } from "../../golden/golden.ts";
import { multiply } from "../../support/data.ts";
import { asRepresentation, casesOf, expectClose, input, output, startOf, subjectsOf } from "./golden.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const numbersIn = ({ out }: GoldenCase, prefix: string) =>
  Object.keys(out).flatMap((name) =>
    name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))
      ? [Number(name.slice(prefix.length))]
      : [],
  );

describe("agrees with BrainIAK's RSRM", () => {
  it.each(casesOf("RSRM.fit"))("$id: $tag", async (golden) => {
    const found = await engine.robustSrm(subjectsOf(golden), {
      features: golden.params["features"] as number,
      gamma: golden.params["gamma"] as number,
      iterations: golden.params["n_iter"] as number,
      tolerance: 0,
      start: startOf(golden),
    });
    expectClose(golden, "objective", found.objective);
    expectClose(golden, "R", transpose(found.shared).data);
    expectClose(golden, "RtR", multiply(found.shared, transpose(found.shared)).data);
    expectClose(golden, "var_explained", found.varianceExplained.subjects);
    for (const i of numbersIn(golden, "W_")) expectClose(golden, `W_${i}`, found.maps[i]!.data);
    for (const i of numbersIn(golden, "S_"))
      expectClose(golden, `S_${i}`, transpose(found.individual[i]!).data);
    for (const i of numbersIn(golden, "wR_"))
      expectClose(golden, `wR_${i}`, multiply(found.maps[i]!, transpose(found.shared)).data);
    const nonzeros = found.individual.map(({ data }) => data.filter((value) => value !== 0).length);
    expectClose(golden, "nonzeros", nonzeros);
    for (const i of numbersIn(golden, "transform_new_R_")) {
      const responses = asRepresentation("new", input(golden, `Xnew${i}`));
      const { shared, individual } = await found.transform(responses, i);
      expectClose(golden, `transform_new_R_${i}`, transpose(shared).data);
      expectClose(golden, `transform_new_S_${i}`, transpose(individual).data);
    }
    const added = await found.addSubject(asRepresentation("added", input(golden, "Xadd")));
    expectClose(golden, "new_W", added.map.data);
    expectClose(golden, "new_S", transpose(added.individual).data);
  });
});

describe("agrees with BrainIAK's FastSRM", () => {
  it.each(casesOf("FastSRM.fit"))("$id: $tag", async (golden) => {
    const {
      T,
      n_components,
      n_iter,
      atlas: kind,
    } = golden.params as {
      T: number[];
      n_components: number;
      n_iter: number;
      atlas: string | null;
    };
    const given = kind === null ? undefined : input(golden, "atlas");
    const atlas = given && (kind === "det" ? given.data : given);
    const found = await engine.fastSrm(sessionsJoined(golden, T.length), {
      features: n_components,
      iterations: n_iter,
      tolerance: 0,
      perturbation: 0.001,
      start: startOf(golden),
      ...(atlas ? { atlas } : {}),
    });
    const first = transpose(matrix(T[0]!, n_components, found.shared.data.slice(0, T[0]! * n_components)));
    expectClose(golden, "SR_0", first.data);
    expectClose(golden, "StS", multiply(found.shared, transpose(found.shared)).data);
    expectClose(golden, "var_explained", found.varianceExplained.subjects);
    for (const i of numbersIn(golden, "basis_"))
      expectClose(golden, `basis_${i}`, transpose(found.maps[i]!).data);
    expectClose(golden, "recon_0_0", multiply(found.maps[0]!, first).data);
    expect(output(golden, "SR_0").cols).toBe(T[0]);
  });
});

/** Sessions one after the other along time: stimuli × units of each subject. */
function sessionsJoined({ in: files, ...golden }: GoldenCase, sessions: number): Representation[] {
  const subjects = new Set(Object.keys(files).flatMap((name) => /^X_(\d+)_/.exec(name)?.[1] ?? []));
  return [...subjects].map((i) => {
    const parts: Matrix[] = Array.from({ length: sessions }, (_, j) =>
      transpose(input({ in: files, ...golden }, `X_${i}_${j}`)),
    );
    const data = Float64Array.from(parts.flatMap((part) => Array.from(part.data)));
    return { name: `subject ${i}`, shape: [data.length / parts[0]!.cols, parts[0]!.cols], data };
  });
}
