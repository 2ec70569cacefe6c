/** A plain definition: it imports nothing. */
export default {
  name: "mean-gap",
  title: "Gap of means",
  kind: "distance",
  range: [0, Infinity],
  invariantTo: ["permutation"],
  options: { power: { default: 1, min: 0.5, max: 4, doc: "What the gap is multiplied by." } },
  testedWith: [{}, { power: 2 }],
  operations: () => 1e9, // so that threads are worth it
  prepare(x) {
    const means = new Float64Array(x.rows);
    for (let i = 0; i < x.rows; i++) {
      for (let j = 0; j < x.cols; j++) means[i] += x.data[i * x.cols + j] / x.cols;
    }
    return { rows: 1, cols: x.rows, data: means };
  },
  compare(x, y, { power }) {
    let sum = 0;
    for (let i = 0; i < x.cols; i++) sum += Math.abs(x.data[i] - y.data[i]);
    return (power * sum) / x.cols;
  },
};
