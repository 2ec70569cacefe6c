/** How differently two networks order the stimuli by the size of their response. A plain definition: nothing is imported. */
const ranksOf = (sizes) => {
  const order = sizes.map((_, i) => i).sort((a, b) => sizes[a] - sizes[b] || a - b); // of equal ones, the first comes first
  const ranks = new Float64Array(sizes.length);
  order.forEach((stimulus, rank) => (ranks[stimulus] = rank / (sizes.length - 1)));
  return ranks;
};

export default {
  name: "rank-gap",
  title: "Gap of ranks by size",
  summary:
    "Mean difference of the places that stimuli have when a network orders them by the size of its response.",
  kind: "distance",
  pseudo: true, // networks of the same order are at distance 0
  range: [0, 0.5],
  invariantTo: ["permutation", "orthogonal", "isotropic-scaling"],
  options: { center: { default: false, doc: "Whether the mean of each unit is subtracted first." } },
  testedWith: [{}, { center: true }],
  prepare(x, { center }, kernels) {
    const given = center ? kernels.centerColumns(x).centered : x;
    const { rows, cols, data } = given;
    const size = (i) =>
      data.subarray(i * cols, (i + 1) * cols).reduce((sum, value) => sum + value * value, 0);
    const ranks = ranksOf(Array.from({ length: rows }, (_, i) => size(i)));
    return { rows: 1, cols: rows, data: ranks };
  },
  compare(x, y) {
    const [a, b] = [x.data, y.data];
    return a.reduce((sum, rank, i) => sum + Math.abs(rank - b[i]), 0) / a.length;
  },
};
