/** Fits one number on the training stimuli, and measures it on the others. */
const scaleOf = (x) => Math.max(...x.data.map(Math.abs));
export default {
  name: "fits",
  symmetric: true,
  sharedAxes: ["units"],
  compare: (x, y) => Math.abs(scaleOf(x) - scaleOf(y)),
  heldOut: {
    prepare: (train, test) => ({ scale: scaleOf(train), test }),
    compare: (x, y) => Math.abs(x.test.data[0] / x.scale - y.test.data[0] / y.scale),
  },
};
