// Measures the most that one core can do: multiplications and additions on registers only, in
// several independent chains, so that neither memory nor latency limits them. It is not part of
// the library. This file generates the source, which is one line repeated:
//
//   x0 = x0·c + d   x1 = x1·c + d   …   one turn: every chain, STEPS times
//
// The relaxed build has fused chains. The simd build has two kinds: chains that alternate a
// multiplication and an addition, and separate chains of only one of them, which do not wait
// for each other. Which kind is faster depends on the processor; the roofline is the best.

const STEPS = 4;
const vectors = { d: "f64x2", s: "f32x4" };
const scalars = { d: "f64", s: "f32" };

const fused = {
  name: "fused",
  step: (x, i, v) => `${x} = ${v}.relaxed_madd(${x}, c, d);`,
  chains: [8, 10, 12, 13],
};
const dependent = {
  name: "dependent",
  step: (x, i, v) => `${x} = ${v}.add(${v}.mul(${x}, c), d);`,
  chains: [8, 10, 12, 13],
};
const separate = {
  name: "separate",
  step: (x, i, v) => (i % 2 ? `${x} = ${v}.add(${x}, d);` : `${x} = ${v}.mul(${x}, c);`),
  chains: [10, 12],
};

/** One exported loop. @returns its source */
function loop(precision, { name, step }, chains) {
  const v = vectors[precision];
  const names = Array.from({ length: chains }, (_, i) => `x${i}`);
  const turn = Array.from({ length: STEPS }, () => names.map((x, i) => step(x, i, v)).join(" ")).join(
    "\n    ",
  );
  const scalar = scalars[precision];
  // c and d are arguments, because constants would be created again in every turn.
  return `export function ${precision}_${name}_${chains}(turns: i32, c0: ${scalar}, d0: ${scalar}): ${scalar} {
  const c = ${v}.splat(c0), d = ${v}.splat(d0);
  let ${names.map((x) => `${x} = d`).join(", ")};
  for (let i = 0; i < turns; i++) {
    ${turn}
  }
  return ${v}.extract_lane(${names.reduce((sum, x) => `${v}.add(${sum}, ${x})`)}, 0);
}
`;
}

/** The kinds of loop of a build. Its roofline is the best of them. */
const kindsOf = (relaxed) => (relaxed ? [fused] : [dependent, separate]);

/** AssemblyScript source of all loops of a build. */
export function loopSource(relaxed) {
  const variants = kindsOf(relaxed).flatMap((kind) => kind.chains.map((chains) => [kind, chains]));
  return ["d", "s"].flatMap((precision) => variants.map(([kind, n]) => loop(precision, kind, n))).join("\n");
}

/**
 * The loops of one precision, as functions of the number of turns. `operations` is the number of
 * additions and multiplications of scalars in one turn.
 */
export function roofline(exports, precision, relaxed) {
  const lanes = precision === "d" ? 2 : 4;
  return kindsOf(relaxed).flatMap((kind) =>
    kind.chains.map((chains) => ({
      // A separate chain makes one operation in each step, the other chains make two.
      operations: STEPS * chains * lanes * (kind === separate ? 1 : 2),
      run: (turns) => exports[`${precision}_${kind.name}_${chains}`](turns, 0.5, 1),
    })),
  );
}
