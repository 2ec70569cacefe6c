// ONNX Runtime on WebAssembly, one thread: a session on a model of one MatMul, which is
// written here byte by byte.
import * as ort from "onnxruntime-web";

const types = { f64: "float64", f32: "float32" };
const typeCodes = { f64: 11, f32: 1 };

export async function load(type, { m, k, n }, a, b) {
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(matmulModel(typeCodes[type], m, k, n), {
    executionProviders: ["wasm"],
  });
  const inputs = {
    a: new ort.Tensor(types[type], a, [m, k]),
    b: new ort.Tensor(types[type], b, [k, n]),
  };
  let outputs;
  return {
    async run() {
      outputs = await session.run(inputs);
    },
    result: () => outputs.c.data,
    close: () => session.release(),
  };
}

/**
 * A model C = A·B, in the wire format of protocol buffers. Numbers of the fields are
 * those of onnx.proto: github.com/onnx/onnx, onnx/onnx.proto.
 */
function matmulModel(elementType, m, k, n) {
  const node = [text(1, "a"), text(1, "b"), text(2, "c"), text(4, "MatMul")];
  const graph = [
    group(1, node),
    text(2, "matmul"),
    group(11, tensorInfo("a", elementType, m, k)),
    group(11, tensorInfo("b", elementType, k, n)),
    group(12, tensorInfo("c", elementType, m, n)),
  ];
  const irVersion = number(1, 8);
  const operatorSet = group(8, [number(2, 13)]);
  return Uint8Array.from([irVersion, group(7, graph), operatorSet].flat());
}

function tensorInfo(name, elementType, rows, cols) {
  const dimensions = [rows, cols].map((size) => group(1, [number(1, size)]));
  const tensorType = [number(1, elementType), group(2, dimensions)];
  return [text(1, name), group(2, [group(1, tensorType)])];
}

/** Seven bits a byte, the lowest first; all but the last byte marked. */
function varint(value) {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
const number = (field, value) => [...varint(field << 3), ...varint(value)];
const bytes = (field, content) => [...varint((field << 3) | 2), ...varint(content.length), ...content];
const text = (field, string) => bytes(field, [...new TextEncoder().encode(string)]);
const group = (field, parts) => bytes(field, parts.flat());
