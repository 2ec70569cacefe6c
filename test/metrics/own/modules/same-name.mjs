/** Another metric of the same name as that of mean-gap.mjs. */
export default {
  name: "mean-gap",
  operations: () => 1e9,
  symmetric: true,
  compare: (x, y) => x.data[0] * y.data[0],
};
