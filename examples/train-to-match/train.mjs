// A network that learns a task while its hidden layer is drawn to the geometry of a simulated region.
//
//   npm install && npm start
//
// TensorFlow.js differentiates the network, repgeom the metric: `gradient` gives ∂value/∂responses, and
// `tf.customGrad` hands it to the chain rule.
import * as tf from "@tensorflow/tfjs";
import { compare, gradient } from "repgeom";
import { rowsOf, simulate } from "./region.mjs";

const [training, steps, units, classes] = [100, Number(process.argv[2] ?? 300), 32, 4];
const spec = { metric: "cka", debiased: true };
const { input, region, labels } = simulate({ classes });
const tensor = ({ rows, cols, data }) => tf.tensor2d(Float32Array.from(data), [rows, cols]);
const [seen, held] = [rowsOf(input, 0, training), rowsOf(input, training, input.rows)];

/** A hidden layer of tanh, and a readout of the classes. */
function network() {
  const weights = (rows, cols, seed) =>
    tf.variable(tf.randomNormal([rows, cols], 0, 0.5 / Math.sqrt(rows), "float32", seed));
  const [first, second] = [weights(input.cols, units, 1), weights(units, classes, 2)];
  return {
    hidden: (stimuli) => tf.tanh(tf.matMul(stimuli, first)),
    readout: (hidden) => tf.matMul(hidden, second),
  };
}

/** The similarity of hidden responses and the region as an operation that TensorFlow.js can differentiate. */
async function similarity(responses, target) {
  const { value, gradient: slopes } = await gradient(responses, target, spec);
  const found = tensor(slopes);
  return tf.customGrad(() => ({ value: tf.scalar(value), gradFunc: (dy) => tf.mul(dy, found) }));
}

const matrixOf = (responses) => ({
  rows: responses.shape[0],
  cols: responses.shape[1],
  data: responses.dataSync(),
});

/** @param weight - how much a rise of the similarity counts against the loss of the task */
async function train(weight) {
  const { hidden, readout } = network();
  const [stimuli, wanted] = [
    tensor(seen),
    tf.oneHot(tf.tensor1d(labels.slice(0, training), "int32"), classes),
  ];
  const optimizer = tf.train.adam(0.01);
  for (let step = 0; step < steps; step++) {
    const alike = await similarity(matrixOf(tf.tidy(() => hidden(stimuli))), rowsOf(region, 0, training));
    optimizer.minimize(() => {
      const responses = hidden(stimuli);
      const logits = readout(responses);
      const task = tf.neg(tf.mean(tf.sum(tf.mul(wanted, tf.logSoftmax(logits)), 1)));
      return tf.sub(task, tf.mul(weight, alike(responses)));
    });
  }
  const responses = hidden(tensor(held));
  const guesses = readout(responses).argMax(1).dataSync();
  const right = guesses.filter((guess, k) => guess === labels[training + k]).length;
  const value = await compare(matrixOf(responses), rowsOf(region, training, input.rows), spec);
  return { weight, accuracy: right / held.rows, value };
}

await tf.setBackend("cpu");
console.log(
  "held-out stimuli; the region is simulated\nweight  accuracy  debiased CKA of hidden layer and region",
);
for (const weight of [0, 1, 5]) {
  const { accuracy, value } = await train(weight);
  console.log(`${String(weight).padEnd(6)}  ${accuracy.toFixed(2).padEnd(8)}  ${value.toFixed(3)}`);
}
