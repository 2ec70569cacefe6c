/** What a pickle is read as. Nothing in it can be called. */

export type Value = null | boolean | number | string | Composite;

export type Composite = List | Tuple | Dictionary | Global | Storage | Tensor | Inert;

export interface List {
  readonly kind: "list";
  readonly items: Value[];
}

export interface Tuple {
  readonly kind: "tuple";
  readonly items: Value[];
}

/** Keys and values in turn. */
export interface Dictionary {
  readonly kind: "dict";
  readonly items: Value[];
}

/** The name of a class, a function or a constant of Python. */
export interface Global {
  readonly kind: "global";
  /** With its module: `torch._utils._rebuild_tensor_v2`. */
  readonly name: string;
}

/** Numbers that one or several tensors are views of. */
export interface Storage {
  readonly kind: "storage";
  /** Name of its member in `data/`. */
  readonly key: string;
  /** Of its numbers in PyTorch's words: `FloatStorage`; `UntypedStorage` for bytes. */
  readonly type: string;
  /** How many there are. */
  readonly count: number;
}

export interface Tensor {
  readonly kind: "tensor";
  readonly shape: readonly number[];
  /** Why its numbers cannot be read, if they cannot. */
  readonly refused?: string;
  /** In NumPy's words, where the storage does not say it. */
  readonly type?: string;
  readonly storage?: Storage;
  /** In elements. */
  readonly strides?: readonly number[];
  readonly offset?: number;
}

/** What holds no tensors that could be read, and is left as it is. */
export interface Inert {
  readonly kind: "inert";
  readonly name: string;
}

/** In words, for messages. */
export function describe(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "None";
  if (typeof value !== "object") return `${typeof value} ${String(value)}`;
  return value.kind === "global" || value.kind === "inert" ? value.name : `a ${value.kind}`;
}
