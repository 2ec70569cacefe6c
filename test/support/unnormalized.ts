import type { Engine } from "../../src/index.ts";

const averaging = [
  "srm",
  "robustSrm",
  "fastSrm",
  "hyperalign",
  "barycenter",
  "tangentSpace",
  "kmeans",
] as const;

/**
 * The same engine, whose functions that average networks take responses as they are given unless a
 * test says otherwise: what other packages do, and what exact laws are about.
 */
export function unnormalized(engine: Engine): Engine {
  const changed = averaging.map((name) => {
    const run = engine[name] as (data: unknown, options: object, control?: unknown) => unknown;
    return [
      name,
      (data: unknown, options: object = {}, control?: unknown) =>
        run.call(engine, data, { normalize: "none", ...options }, control),
    ];
  });
  return { ...engine, ...Object.fromEntries(changed) } as Engine;
}
