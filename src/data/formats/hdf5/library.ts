import { FormatError } from "../../../base/errors.ts";
import { asIs, optional } from "../optional.ts";
import type { BytesAtOnce } from "./at-once.ts";
import type { FileSystem, Hdf5, StreamOperations } from "./h5wasm.ts";
import { isEndlessHeap } from "./heaps.ts";
import { putBack, takeSnapshot } from "./snapshot.ts";

/** EIO of the library's system. */
const readingFailed = 29;
/** Letters of its messages that are kept, and parts of them after which a call leads nowhere. */
const messageLength = 2 ** 13;
const mostParts = 2 ** 16;

const readAgain = "Read this file again.";

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
  const { ready } = await optional("h5wasm", () => import("h5wasm").catch(asIs), file);
  return new Library((await ready) as unknown as Hdf5);
}

/** The C library in its wasm memory, with calls that throw FormatErrors. */
export class Library {
  readonly hdf5: Hdf5;
  #messages = "";
  #parts = 0;
  #files = 0;
  #open = 0;
  /** Whether the library failed since its memory was known to be sound, and whether it broke off in its middle. */
  #failed = false;
  #trapped = false;
  #sound: Uint8Array;
  /** Filters that the snapshot has: they survive when the memory is put back. */
  readonly #kept = new Set<string>();
  /** Filters that were loaded after the snapshot. */
  readonly #loaded = new Set<string>();
  /** Filters that were gone when the memory was put back. */
  readonly #lost = new Set<string>();

  constructor(hdf5: Hdf5) {
    this.hdf5 = hdf5;
    this.#sound = takeSnapshot(hdf5.HEAPU8);
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
    if (this.#trapped)
      throw hdf5Error(file, "the HDF5 library as it was", "one that another, damaged file broke", readAgain);
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
    const { error } = outcome as { error: unknown };
    this.#trapped = !(error instanceof FormatError);
    throw this.problem(file, error);
  }

  /**
   * Calls the library for what no error of it hides behind: several of h5wasm's calls give what they have so far.
   * @throws {FormatError} also where it only said so
   */
  ask<T>(file: string, work: (hdf5: Hdf5) => T): T {
    const value = this.call(file, work);
    if (deepest(this.#messages) !== undefined) throw this.problem(file);
    return value;
  }

  /** Closes a file, if the library still can. */
  close(file: bigint): void {
    if (!this.#trapped) attempt(() => this.call("", (hdf5) => hdf5.close_file(file)));
  }

  /** The error for what the library said last, or threw. */
  problem(file: string, thrown?: unknown): FormatError {
    this.#failed = true;
    if (thrown instanceof FormatError) return thrown;
    const got = deepest(this.#messages) ?? (thrown instanceof Error ? thrown.message : "an error");
    return hdf5Error(file, "a sound HDF5 file", got);
  }

  /** Shows the library a file under a path of its own. */
  mount(bytes: BytesAtOnce): { path: string; unmount(): void } {
    const { FS } = this.hdf5;
    this.#open++;
    const name = `repgeom-${this.#files++}`;
    const node = FS.createFile("/", name, {}, true, false);
    Object.defineProperty(node, "usedBytes", { get: () => bytes.size });
    node.stream_ops = { ...node.stream_ops, read: reader(bytes, FS) };
    const unmount = () => {
      // What the library left open after an error.
      for (const stream of FS.streams) if (stream?.node === node) FS.close(stream);
      FS.unlink(`/${name}`);
      bytes.close();
      if (--this.#open === 0) this.#settle();
    };
    return { path: `/${name}`, unmount };
  }

  /** With no file open, its sound memory is put back; a filter that it loaded since becomes a part of that. */
  #settle(): void {
    if (this.#loaded.size > 0 && !this.#failed) this.#sound = takeSnapshot(this.hdf5.HEAPU8);
    else putBack(this.hdf5.HEAPU8, this.#sound);
    for (const filter of this.#loaded) (this.#failed ? this.#lost : this.#kept).add(filter);
    this.#loaded.clear();
    this.#failed = false;
    this.#trapped = false;
  }

  /** Notes that the library will load a filter. @throws {FormatError} if it did and cannot do it again */
  loads(filter: string, file: string): void {
    if (this.#lost.has(filter)) {
      const got = "one whose filter was lost to a damaged file that was read before";
      throw hdf5Error(
        file,
        `the filter ${filter}`,
        got,
        "Start the program again, and leave out the damaged file.",
      );
    }
    if (!this.#kept.has(filter)) this.#loaded.add(filter);
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

/** Does what may fail, of which the library has taken note. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // noted
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
