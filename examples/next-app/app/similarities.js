import { createEngine } from "repgeom";

const engine = createEngine({ deterministic: true }); // the same bits in a browser and on a server

/** How similar each of the others is to the first. */
export async function similarities([first, ...others]) {
  return [...(await (await engine).cross([first], others, { metric: "cka" })).values];
}
