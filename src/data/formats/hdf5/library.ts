import { FormatError } from "../../../base/errors.ts";
import { optional } from "../optional.ts";
import type { BytesAtOnce } from "./at-once.ts";
import { isEndlessHeap } from "./heaps.ts";

/** What is known of a type and, for a dataset or an attribute, of its shape. */
export interface Metadata {
  readonly type: number;
  /** Bytes of an element. */
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** Whether it is a text of any length. */
  readonly vlen: boolean;
  readonly cset?: number;
  readonly array_type?: Metadata;
  readonly vlen_type?: Metadata;
  readonly enum_type?: { readonly type: number; readonly members: Readonly<Record<string, number>> };
  readonly compound_type?: { readonly members: readonly (Metadata & { readonly name: string })[] };
  /** Missing or null where there is no element and no axis. */
  readonly shape?: readonly number[] | null;
  readonly chunks?: readonly number[] | null;
  readonly virtual_sources?: readonly { readonly file_name: string }[];
}

/** The part of h5wasm that is used: calls of the C library, by the path of an object. */
export interface Hdf5 {
  readonly FS: FileSystem;
  HEAPU8: Uint8Array<ArrayBuffer>;
  readonly H5F_ACC_RDONLY: number;
  open(path: string, mode: number, trackOrder: boolean): bigint;
  close_file(file: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): string[];
  get_type(file: bigint, path: string): number;
  get_symbolic_link(file: bigint, path: string): string | null;
  get_external_link(file: bigint, path: string): { filename?: string; obj_path?: string };
  get_attribute_names(file: bigint, path: string): string[];
  get_attribute_metadata(file: bigint, path: string, name: string): Metadata;
  get_attribute_data(file: bigint, path: string, name: string, to: bigint): number;
  get_dataset_metadata(file: bigint, path: string): Metadata;
  get_dataset_filters(file: bigint, path: string): { readonly id: number; readonly name: string }[];
  get_dataset_data(
    file: bigint,
    path: string,
    count: bigint[] | null,
    offset: bigint[] | null,
    strides: bigint[] | null,
    to: bigint,
  ): number;
  create_object_reference(file: bigint, path: string): ArrayLike<number>;
  get_referenced_name(file: bigint, reference: ArrayLike<number>, isObject: boolean): string | null;
  get_plugin_search_paths(): string[];
  UTF8ToString(address: number): string;
  ccall(name: string, returns: null, types: string[], values: unknown[]): void;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** The file system that the library sees: its own, in memory. */
interface FileSystem {
  createFile(folder: string, name: string, properties: object, canRead: boolean, canWrite: boolean): Node;
  unlink(path: string): void;
  close(stream: Stream): void;
  mkdirTree(path: string): void;
  writeFile(path: string, bytes: Uint8Array): void;
  getStream(number: number): Stream | null;
  readonly streams: readonly (Stream | null | undefined)[];
  readonly ErrnoError: new (code: number) => Error;
}

interface Node {
  stream_ops: StreamOperations;
}

interface Stream {
  readonly node: Node;
  stream_ops: StreamOperations;
}

interface StreamOperations {
  read?(stream: Stream, to: Int8Array, offset: number, length: number, position: number): number;
  write?(stream: Stream, from: Int8Array, offset: number, length: number): number;
}

/** EIO of the library's system. */
const readingFailed = 29;
/** Letters of its messages that are kept, and parts of them after which a call leads nowhere. */
const messageLength = 2 ** 13;
const mostParts = 2 ** 16;

let loading: Promise<Library> | undefined;

/** The library, loaded once. @param file - that needs it, for the message if it is not installed */
export async function hdf5Library(file: string): Promise<Library> {
  loading ??= load(file);
  try {
    return await loading;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

async function load(file: string): Promise<Library> {
  const { ready } = await optional("h5wasm", () => import("h5wasm"), file);
  return new Library((await ready) as unknown as Hdf5);
}

/** The C library in its wasm memory, with calls that throw FormatErrors. */
export class Library {
  readonly hdf5: Hdf5;
  #messages = "";
  #parts = 0;
  #files = 0;

  constructor(hdf5: Hdf5) {
    this.hdf5 = hdf5;
    this.#listen();
  }

  /** What the library and its filters print, messages of errors among it, is kept here instead. */
  #listen(): void {
    const decoder = new TextDecoder();
    const write: StreamOperations["write"] = (_stream, from, offset, length) => {
      if (++this.#parts > mostParts) throw new Error("error after error");
      if (this.#messages.length < messageLength)
        this.#messages += decoder.decode(from.slice(offset, offset + length));
      return length;
    };
    for (const stream of [1, 2].map((number) => this.hdf5.FS.getStream(number)))
      if (stream) stream.stream_ops = { ...stream.stream_ops, write };
  }

  /**
   * Calls the library. `ccall` puts its stack back to where it was, also where the library trapped.
   * @param file - for the message
   * @throws {FormatError} for whatever goes wrong in it
   */
  call<T>(file: string, work: (hdf5: Hdf5) => T): T {
    let outcome: { value: T } | { error: unknown } | undefined;
    this.#messages = "";
    this.#parts = 0;
    Object.assign(this.hdf5, {
      _guarded: () => {
        try {
          outcome = { value: work(this.hdf5) };
        } catch (error) {
          outcome = { error };
        }
      },
    });
    this.hdf5.ccall("guarded", null, ["string"], ["guarded"]);
    if ("value" in outcome!) return outcome.value;
    throw this.problem(file, (outcome as { error: unknown }).error);
  }

  /** The error for what the library said last, or threw. */
  problem(file: string, thrown?: unknown): FormatError {
    if (thrown instanceof FormatError) return thrown;
    const got = deepest(this.#messages) ?? (thrown instanceof Error ? thrown.message : "an error");
    return hdf5Error(file, "a sound HDF5 file", got);
  }

  /** Shows the library a file under a path of its own. */
  mount(bytes: BytesAtOnce): { path: string; unmount(): void } {
    const { FS } = this.hdf5;
    const name = `repgeom-${this.#files++}`;
    const node = FS.createFile("/", name, {}, true, false);
    Object.defineProperty(node, "usedBytes", { get: () => bytes.size });
    node.stream_ops = { ...node.stream_ops, read: reader(bytes, FS) };
    const unmount = () => {
      // What the library left open after an error.
      for (const stream of FS.streams) if (stream?.node === node) FS.close(stream);
      FS.unlink(`/${name}`);
      bytes.close();
    };
    return { path: `/${name}`, unmount };
  }

  /** Memory of the library for the time of `work`. @throws {FormatError} where it has no more */
  withMemory<T>(file: string, bytes: number, work: (address: number) => T): T {
    const address = this.hdf5._malloc(Math.max(1, bytes));
    if (address === 0)
      throw hdf5Error(file, `${bytes} bytes of memory for the HDF5 library`, "less, of 2 GiB in all");
    try {
      return work(address);
    } finally {
      this.hdf5._free(address);
    }
  }
}

function reader(bytes: BytesAtOnce, { ErrnoError }: FileSystem): NonNullable<StreamOperations["read"]> {
  return (_stream, to, offset, length, position) => {
    const count = Math.max(0, Math.min(length, bytes.size - position));
    try {
      const into = new Uint8Array(to.buffer, to.byteOffset + offset, count);
      if (count > 0) bytes.readInto(into, position);
      if (!isEndlessHeap(into)) return count;
    } catch {
      // as below
    }
    throw new ErrnoError(readingFailed);
  };
}

/** The innermost of the library's messages: `#004: H5Z.c line 1 in H5Z_pipeline(): filter 'lz4' is not registered`. */
function deepest(messages: string): string | undefined {
  const found = [...messages.matchAll(/#\d+: .*? line \d+ in \w+\(\): (.*)/g)];
  return found.at(-1)?.[1];
}

/** @param at - the file, or the array as `file:array` */
export function hdf5Error(at: string, expected: string, got: string, advice = ""): FormatError {
  const message = `${at}: expected ${expected}, got ${got}.${advice && ` ${advice}`}`;
  return new FormatError({ file: at, offset: 0, expected, got, advice }, message);
}
