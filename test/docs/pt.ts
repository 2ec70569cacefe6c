import { zipSync } from "fflate";

const letters = (text: string) => [...Buffer.from(text)];
const word = (count: number) => [...new Uint8Array(Uint32Array.of(count).buffer)];
const unicode = (text: string) => ["X".charCodeAt(0), ...word(text.length), ...letters(text)];
const whole = (value: number) => ["J".charCodeAt(0), ...word(value)];
const global = (module: string, name: string) => letters(`c${module}\n${name}\n`);
const tuple = (...items: readonly number[][]) => [...letters("("), ...items.flat(), ...letters("t")];

/** Numbers that lie between two of an axis. */
const stridesOf = (shape: readonly number[]) =>
  shape.map((_, k) => shape.slice(k + 1).reduce((product, length) => product * length, 1));

/** A tensor as `torch.save` writes it: a zip with the pickle of its description, and its numbers. */
export function pt(shape: readonly number[], numbers: Float32Array): Uint8Array {
  const storage = tuple(
    unicode("storage"),
    global("torch", "FloatStorage"),
    unicode("0"),
    unicode("cpu"),
    whole(numbers.length),
  );
  const sizes = tuple(...shape.map(whole));
  const strides = tuple(...stridesOf(shape).map(whole));
  const hooks = [...global("collections", "OrderedDict"), ...letters(")R")];
  // Q: a persistent id, the storage; \x89: False, no gradient; R: calls the global with the tuple.
  const parts = tuple([...storage, ...letters("Q")], whole(0), sizes, strides, [0x89], hooks);
  const pickle = [0x80, 2, ...global("torch._utils", "_rebuild_tensor_v2"), ...parts, ...letters("R.")];
  return zipSync({
    "tensor/data.pkl": [Uint8Array.from(pickle), { level: 0 }],
    "tensor/byteorder": [Uint8Array.from(letters("little")), { level: 0 }],
    "tensor/data/0": [new Uint8Array(numbers.buffer), { level: 0 }],
    "tensor/version": [Uint8Array.from(letters("3\n")), { level: 0 }],
  });
}
