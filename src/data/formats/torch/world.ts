/**
 * What the names in PyTorch's files mean, as data. A name that is not on this list ends the
 * reading. What a name on it does is a few lines of this file, never Python's function of that name.
 */
import { Unknown, type World } from "./machine.ts";
import { storageTypes } from "./types.ts";
import { describe, type Composite, type Tensor, type Value } from "./values.ts";

type Arguments = readonly (Value | undefined)[];

export const torchWorld: World = {
  find(name) {
    if (Object.hasOwn(callees, name) || isData(name)) return { kind: "global", name };
    throw new Unknown(
      "tensors, numbers, texts, lists and dictionaries in a file of PyTorch",
      `${name}, which PyTorch would call`,
      'Nothing was run. Save tensors alone, e.g. torch.save(model.state_dict(), "x.pt").',
    );
  },
  call(callee, given) {
    const { name } = need(callee, "global", "the name of what makes a value");
    if (Object.hasOwn(callees, name)) return callees[name]!(given);
    if (inert.has(name)) return { kind: "inert", name };
    throw new Unknown("the name of what makes a value", name);
  },
  persistent(id) {
    const [word, type, key, , count] = need(id, "tuple", "the place of a storage").items as Arguments;
    if (word !== "storage" || typeof key !== "string")
      throw new Unknown("the place of a storage", describe(word));
    const { name } = need(type, "global", "the type of a storage");
    if (!storagePattern.test(name)) throw new Unknown("the type of a storage", name);
    return {
      kind: "storage",
      key,
      type: name.replace(/^.*\./, ""),
      count: whole(count, "the length of a storage"),
    };
  },
};

const storagePattern = new RegExp(`^torch\\.(cuda\\.|storage\\.)?(${Object.keys(storageTypes).join("|")})$`);

/** Types, layouts and ways of quantizing, which stand for themselves; and the two classes of tensors. */
const constants =
  /^torch\.(b?float\d+\w*|u?int\d+|qu?int\d+\w*|bool|complex\d+|per_(tensor|channel)_\w+|strided|sparse_\w+|\w+_format|channels_last\w*|Tensor|nn\.parameter\.(Parameter|Buffer))$/;

/** Data that are no tensors: what is made of them is listed by this name and not read. */
const inert: ReadonlySet<string> = new Set([
  ...["numpy.core", "numpy._core"].flatMap((module) => [
    `${module}.multiarray.scalar`,
    `${module}.multiarray._reconstruct`,
    `${module}.numeric._frombuffer`,
  ]),
  "numpy.dtype",
  "numpy.ndarray",
  "_codecs.encode",
  "argparse.Namespace",
  "torch.device",
  ...["__builtin__", "builtins"].flatMap((module) =>
    [
      "set",
      "frozenset",
      "complex",
      "bytearray",
      "bytes",
      "slice",
      "range",
      "xrange",
      "list",
      "dict",
      "tuple",
      "int",
      "float",
      "bool",
      "str",
    ].map((name) => `${module}.${name}`),
  ),
  "torch.serialization._get_layout",
  "torch._utils._rebuild_device_tensor_from_numpy",
]);

function isData(name: string): boolean {
  return inert.has(name) || storagePattern.test(name) || constants.test(name);
}

const dictionary = ([from]: Arguments): Value => {
  const items: Value[] = [];
  if (from === undefined) return { kind: "dict", items };
  if (isKind(from, "dict")) return { kind: "dict", items: [...from.items] };
  for (const pair of need(from, "list", "pairs of a dictionary").items) {
    const { items: both } = need(pair, isKind(pair, "list") ? "list" : "tuple", "a pair of a dictionary");
    if (both.length !== 2) throw new Unknown("a key and a value", `${both.length} values`);
    items.push(both[0]!, both[1]!);
  }
  return { kind: "dict", items };
};

/** A view of a storage: offset, shape and strides, all in elements. */
function tensor([storage, offset, size, strides]: Arguments): Tensor {
  const shape = lengths(size, "the shape of a tensor");
  const steps = lengths(strides, "the strides of a tensor");
  if (steps.length !== shape.length)
    throw new Unknown(`${shape.length} strides of a tensor`, `${steps.length}`);
  return {
    kind: "tensor",
    shape,
    storage: need(storage, "storage", "the storage of a tensor"),
    strides: steps,
    offset: whole(offset, "the offset of a tensor"),
  };
}

/** @param metadata - of numbers that PyTorch would still have to negate or conjugate */
function withMetadata(made: Tensor, metadata: Value | undefined): Tensor {
  if (!isKind(metadata, "dict")) return made;
  const { items } = metadata;
  const isSet = items.some((key, k) => k % 2 === 0 && key === "neg" && items[k + 1] === true);
  return isSet ? { ...made, refused: "numbers that are still to be negated: save x.resolve_neg()" } : made;
}

function refused(size: Value | undefined, type: string, why: string): Tensor {
  return { kind: "tensor", shape: lengths(size, "the shape of a tensor"), type, refused: why };
}

/** Layout, and a tuple of which the size is one. */
const sparse =
  (at: number) =>
  ([layout, data]: Arguments): Value => {
    const kind = typeof layout === "object" && layout !== null ? "sparse" : String(layout);
    return refused(
      need(data, "tuple", "a sparse tensor").items[at],
      kind,
      "a sparse tensor: save x.to_dense()",
    );
  };

/** What each function of a file gives, of its arguments. */
const callees: Readonly<Record<string, (given: Arguments) => Value>> = {
  "collections.OrderedDict": dictionary,
  "collections.Counter": dictionary,
  "collections.defaultdict": ([, from]) => dictionary([from]),
  "torch.Size": ([size]) => ({ kind: "tuple", items: lengths(size, "a shape") }),
  "torch._utils._rebuild_tensor": tensor,
  "torch._utils._rebuild_tensor_v2": (given) => withMetadata(tensor(given), given[6]),
  "torch._utils._rebuild_tensor_v3": (given) => {
    const { name } = need(given[6], "global", "the type of a tensor");
    return { ...withMetadata(tensor(given), given[7]), type: name };
  },
  "torch._utils._rebuild_parameter": ([data]) => need(data, "tensor", "the tensor of a parameter"),
  "torch._utils._rebuild_parameter_with_state": ([data]) => need(data, "tensor", "the tensor of a parameter"),
  "torch._utils._rebuild_device_tensor_from_cpu_tensor": ([data]) => need(data, "tensor", "a tensor"),
  "torch._tensor._rebuild_from_type_v2": ([made, , given]) =>
    need(torchWorld.call(made ?? null, need(given, "tuple", "arguments").items), "tensor", "a tensor"),
  "torch._utils._rebuild_qtensor": ([storage, , size]) => {
    const { type } = need(storage, "storage", "the storage of a tensor");
    return refused(size, storageTypes[type]!.type, "quantized numbers: save x.dequantize()");
  },
  "torch._utils._rebuild_sparse_tensor": sparse(2),
  "torch._utils._rebuild_sparse_csr_tensor": sparse(3),
  "torch._utils._rebuild_meta_tensor_no_storage": ([type, size]) =>
    refused(size, describe(type).replace(/^torch\./, ""), "a tensor without numbers (meta)"),
  "torch._utils._rebuild_nested_tensor": () => ({
    kind: "tensor",
    shape: [0],
    type: "nested",
    refused: "a nested tensor: save its parts",
  }),
};

function isKind<Kind extends Composite["kind"]>(
  value: Value | undefined,
  kind: Kind,
): value is Extract<Composite, { readonly kind: Kind }> {
  return value !== null && typeof value === "object" && value.kind === kind;
}

function need<Kind extends Composite["kind"]>(
  value: Value | undefined,
  kind: Kind,
  what: string,
): Extract<Composite, { readonly kind: Kind }> {
  if (isKind(value, kind)) return value as Extract<Composite, { readonly kind: Kind }>;
  throw new Unknown(`${what} (a ${kind})`, describe(value));
}

function whole(value: Value | undefined, what: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Unknown(`${what}, a whole number from 0 on`, describe(value));
}

function lengths(value: Value | undefined, what: string): number[] {
  const list = isKind(value, "list") ? value : need(value, "tuple", what);
  if (list.items.length > mostAxes)
    throw new Unknown(`${what} of at most ${mostAxes} axes`, `${list.items.length}`);
  return list.items.map((one) => whole(one, what));
}

const mostAxes = 64;
