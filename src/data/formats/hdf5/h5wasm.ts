/* What of h5wasm is used. Its own declarations lack the file system that the library sees. */

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
export interface FileSystem {
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

export interface Stream {
  readonly node: Node;
  stream_ops: StreamOperations;
}

export interface StreamOperations {
  read?(stream: Stream, to: Int8Array, offset: number, length: number, position: number): number;
  write?(stream: Stream, from: Int8Array, offset: number, length: number): number;
}
