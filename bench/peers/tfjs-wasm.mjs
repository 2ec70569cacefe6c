// TensorFlow.js on its WebAssembly backend: single precision, one thread in Node.
import * as tf from "@tensorflow/tfjs";
import { setThreadsCount } from "@tensorflow/tfjs-backend-wasm";

export async function load(type, { m, k, n }, a, b) {
  setThreadsCount(1);
  await tf.setBackend("wasm");
  await tf.ready();
  const [x, y] = [tf.tensor2d(a, [m, k]), tf.tensor2d(b, [k, n])];
  return {
    run: () => tf.matMul(x, y).dispose(),
    result() {
      return tf.tidy(() => tf.matMul(x, y).dataSync());
    },
    close: () => tf.dispose([x, y]),
  };
}
