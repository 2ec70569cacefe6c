/**
 * Types of what a host gives: signals, files, addresses, compiled modules. Where the reader of these declarations
 * has them, from the DOM library or from @types/node, they are exactly those; elsewhere, own shapes with what
 * this library asks of them. So the declarations need no library but that of the language.
 */

/** Of `AbortSignal`, what this library uses. */
export interface SignalShape {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** An `AbortSignal`. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Known } }
  ? Known
  : SignalShape;

/** Of `Blob`, what this library uses. */
export interface BlobShape {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start?: number, end?: number): BlobShape;
}

/** A `Blob`: bytes of which parts can be read. */
export type BlobOfBytes = typeof globalThis extends { Blob: { prototype: infer Known } } ? Known : BlobShape;

/** Of `File`, what this library uses. */
export interface FileShape extends BlobShape {
  readonly name: string;
  /** Path of a file of a folder that was chosen in a page; its last part is the name. */
  readonly webkitRelativePath?: string;
}

/** A `File`: a `Blob` with a name. */
export type NamedFile = typeof globalThis extends { File: { prototype: infer Known } } ? Known : FileShape;

/** Of `URL`, what this library uses. */
export interface AddressShape {
  readonly href: string;
  readonly protocol: string;
  readonly pathname: string;
}

/** A `URL`. */
export type Address = typeof globalThis extends { URL: { prototype: infer Known } } ? Known : AddressShape;

/** A `WebAssembly.Module`. Its type is empty where it is known, and so takes texts and numbers: options say `object`. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Known } } }
  ? Known
  : object;

/** Where the script of a worker thread is, or what starts one: a `Worker` of the web or of `node:worker_threads`. */
export type WorkerSource = string | Address | (() => object);
