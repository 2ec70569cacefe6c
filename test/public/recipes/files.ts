/** Files of the shapes that the recipes describe, where their programs are not installed. */
import { gzipSync } from "node:zlib";
import { writeNpy } from "../../../src/data/write.ts";

/** Numbers that are different for each seed. */
export function values(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.fround(Math.sin((i + 1) * (seed + 1.5))));
}

export function npy(shape: readonly number[], seed: number): Uint8Array {
  return writeNpy(shape, values(sizeOf(shape), seed), "f4");
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The safetensors format: the length of a JSON header, the header, the numbers. */
export function safetensors(names: readonly string[], shape: readonly number[]): Uint8Array {
  const bytes = 4 * sizeOf(shape);
  const entries = names.map((name, k) => [
    name,
    { dtype: "F32", shape, data_offsets: [k * bytes, (k + 1) * bytes] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const numbers = names.map((_, k) => Buffer.from(values(sizeOf(shape), k).buffer));
  return Buffer.concat([length, header, ...numbers]);
}

/** A NIfTI-1 file of single precision, compressed. @param shape - the first axis fastest */
export function nifti(shape: readonly number[], numbers: Float32Array): Uint8Array {
  const header = Buffer.alloc(352);
  header.writeInt32LE(348, 0);
  [shape.length, ...shape, 1, 1, 1, 1]
    .slice(0, 8)
    .forEach((length, k) => header.writeInt16LE(length, 40 + 2 * k));
  header.writeInt16LE(16, 70);
  header.writeInt16LE(32, 72);
  for (let k = 0; k < 8; k++) header.writeFloatLE(1, 76 + 4 * k);
  header.writeFloatLE(352, 108);
  header.writeFloatLE(1, 112);
  header.write("n+1\0", 344, "latin1");
  return gzipSync(Buffer.concat([header, Buffer.from(numbers.buffer)]));
}

/** An ONNX model of one input x and the outputs a = max(x, 0) and b = −x, in the wire format of protocol buffers. */
export function onnx(): Uint8Array {
  const node = (output: string, type: string) =>
    field(1, [...text(1, "x"), ...text(2, output), ...text(4, type)]);
  // A tensor of floats (element type 1) of any shape.
  const value = (id: number, name: string) => field(id, [...text(1, name), ...field(2, field(1, [8, 1]))]);
  const nodes = [...node("a", "Relu"), ...node("b", "Neg")];
  const graph = [...nodes, ...text(2, "net"), ...value(11, "x"), ...value(12, "a"), ...value(12, "b")];
  return Uint8Array.from([8, 7, ...field(7, graph), ...field(8, [16, 13])]);
}

/** A field that holds bytes. */
function field(id: number, bytes: readonly number[]): number[] {
  return [...varint(8 * id + 2), ...varint(bytes.length), ...bytes];
}

function text(id: number, words: string): number[] {
  return field(id, [...Buffer.from(words)]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}
