import { MemoryError } from "../base/errors.ts";
import { singleMatrix, type Matrix } from "../base/matrix.ts";

const pageBytes = 65_536;
/**
 * 32-bit addresses reach 4 GiB. The last page is left out: kernels compare addresses with the end of an
 * array, and read a few bytes past it, and the address 2³² would be 0.
 */
const limitBytes = 65_535 * pageBytes;
/** Every block starts on a cache line, so that the first load of a kernel is not split. */
const alignment = 64;

/**
 * The memory of one wasm instance, used as a stack. Blocks are allocated at the top
 * and freed when their scope ends. Kernels never allocate, so this class is the only
 * owner. Growing the memory detaches every view of it; views are therefore made on
 * demand and never kept (see `Resident`).
 */
export class Arena {
  readonly #memory: WebAssembly.Memory;
  #top: number;
  #highest: number;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#top = align(memory.buffer.byteLength); // static data of the module lies below
    this.#highest = this.#top;
  }

  /** Bytes in use now, the largest number ever in use, and what the memory has grown to: it never shrinks. */
  get usage(): { used: number; peak: number; reserved: number } {
    return { used: this.#top, peak: this.#highest, reserved: this.#memory.buffer.byteLength };
  }

  /**
   * A block of `bytes`, 64-byte aligned, its contents undefined.
   * @throws {MemoryError} if it would not fit below 4 GiB, or the host refuses.
   */
  alloc(bytes: number): number {
    const address = this.#top;
    const top = align(address + bytes);
    if (!(bytes >= 0)) throw new RangeError(`A block of wasm memory cannot have ${bytes} bytes.`);
    if (top > limitBytes) throw tooLarge(bytes, address);
    this.#reserve(top);
    this.#top = top;
    if (top > this.#highest) this.#highest = top;
    return address;
  }

  /** Runs `body`, then frees everything that it allocated, also if it throws. */
  scope<T>(body: () => T): T {
    const mark = this.#top;
    try {
      return body();
    } finally {
      this.#top = mark;
    }
  }

  /** Frees everything allocated after `mark`, an earlier result of `alloc` or `usage.used`. */
  release(mark: number): void {
    this.#top = mark;
  }

  /** A view of doubles, valid until the memory grows. */
  view(address: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, address, length);
  }

  /** A view of single-precision numbers, valid until the memory grows. */
  viewSingles(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  /** A view of 32-bit integers, valid until the memory grows. */
  viewInt32(address: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, address, length);
  }

  /** An uninitialised matrix in this memory. */
  matrix(rows: number, cols: number): Resident {
    return new Resident(this, this.alloc(rows * cols * 8), rows, cols);
  }

  /** A copy in this memory that the caller may change. */
  copy(a: Matrix): Resident {
    const copy = this.matrix(a.rows, a.cols);
    copy.data.set(a.data); // both views are made here, after the memory may have grown
    return copy;
  }

  /** `a` itself if it lies in this memory and may be overwritten, else a copy. */
  own(a: Matrix, overwrite = false): Resident {
    return overwrite && this.#holds(a) ? a : this.copy(a);
  }

  /** A smaller matrix at the place of `a` if that lies in this memory, else a new one; its elements are undefined. */
  shrunk(a: Matrix, rows: number, cols: number): Resident {
    return this.#holds(a) ? new Resident(this, a.address, rows, cols) : this.matrix(rows, cols);
  }

  /** Rows start … end − 1 of `a`. If `a` lies in this memory, nothing is copied. */
  slice(a: Matrix, start: number, end: number): Matrix {
    const rows = end - start;
    if (a instanceof Panels && a.arena === this && a.by === "rows" && start % panelWidth === 0) {
      const data = a.data.subarray(start * a.cols, end * a.cols);
      return new Panels(this, a.address + start * a.cols * 8, a.by, rows, a.cols, data);
    }
    if (this.#holds(a)) {
      return new Resident(this, a.address + start * a.cols * 8, rows, a.cols);
    }
    if (a instanceof Singles && a.arena === this)
      return new Singles(this, a.address + start * a.cols * 4, rows, a.cols);
    if (a.singles) return singleMatrix(rows, a.cols, a.singles.subarray(start * a.cols, end * a.cols));
    return { rows, cols: a.cols, data: a.data.subarray(start * a.cols, end * a.cols) };
  }

  /** The elements of `a` with another shape. If `a` lies in this memory, nothing is copied. */
  reshape(a: Matrix, rows: number, cols: number): Matrix {
    if (this.#holds(a)) return new Resident(this, a.address, rows, cols);
    if (a.singles) return singleMatrix(rows, cols, a.singles);
    return { rows, cols, data: a.data };
  }

  /** The address of `a` in this memory. A matrix that lies elsewhere is copied in first. */
  addressOf(a: Matrix): number {
    if (this.#holds(a)) return a.address;
    const address = this.alloc(a.rows * a.cols * 8);
    this.view(address, a.rows * a.cols).set(a.singles ?? a.data);
    return address;
  }

  #holds(a: Matrix): a is Resident {
    return a instanceof Resident && a.arena === this;
  }

  #reserve(top: number): void {
    const missing = top - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.#memory.grow(Math.ceil(missing / pageBytes));
    } catch {
      throw new MemoryError(
        `WebAssembly memory could not grow to ${megabytes(top)}: the host refused. Use fewer threads, or fewer stimuli or units at a time.`,
        { needed: top, limit: limitBytes },
      );
    }
  }
}

/**
 * A matrix that lies in wasm memory, so that kernels need no copy. It belongs
 * to the scope in which it was made; copy it out with `detach` to keep it.
 */
export class Resident implements Matrix {
  readonly arena: Arena;
  readonly address: number;
  readonly rows: number;
  readonly cols: number;
  #view: Float64Array | undefined;

  constructor(arena: Arena, address: number, rows: number, cols: number) {
    this.arena = arena;
    this.address = address;
    this.rows = rows;
    this.cols = cols;
  }

  /** Growing the memory detaches its views; a new view is made then. */
  get data(): Float64Array {
    const length = this.rows * this.cols;
    if (this.#view?.length !== length || length === 0) this.#view = this.arena.view(this.address, length);
    return this.#view;
  }
}

/** A matrix that lies in wasm memory in single precision: products of two such are taken in single precision. */
export class Singles implements Matrix {
  constructor(
    readonly arena: Arena,
    readonly address: number,
    readonly rows: number,
    readonly cols: number,
  ) {}

  /** A view, valid until the memory grows. */
  get singles(): Float32Array {
    return this.arena.viewSingles(this.address, this.rows * this.cols);
  }

  /** A copy in double precision. */
  get data(): Float64Array {
    return Float64Array.from(this.singles);
  }
}

/** Vectors side by side in one panel: the width of the micro-kernel's tile. */
const panelWidth = 4;

/**
 * A matrix in ordinary memory with a copy in wasm memory. The rows (or columns) of the copy are packed
 * in panels, the order in which products read them. A matrix that many products use is packed only once.
 */
export class Panels implements Matrix {
  constructor(
    readonly arena: Arena,
    readonly address: number,
    /** Whether a panel holds rows or columns side by side. */
    readonly by: "rows" | "columns",
    readonly rows: number,
    readonly cols: number,
    readonly data: Float64Array,
  ) {}

  /** Bytes that `count` vectors of this length take as panels. */
  static bytes(count: number, length: number): number {
    return Math.ceil(count / panelWidth) * panelWidth * length * 8;
  }
}

/** A copy in ordinary memory, which outlives the scope. */
export function detach(a: Matrix): Matrix {
  return { rows: a.rows, cols: a.cols, data: a.data.slice() };
}

function align(address: number): number {
  return Math.ceil(address / alignment) * alignment;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MiB`;
}

function tooLarge(bytes: number, address: number): MemoryError {
  const free = limitBytes - address;
  const doubles = Math.floor(free / 8);
  const side = Math.floor(Math.sqrt(doubles));
  return new MemoryError(
    `One WebAssembly instance addresses 4 GiB; ${megabytes(bytes)} more were needed and ${megabytes(free)} are free. ` +
      `What would fit: ${doubles.toLocaleString("en")} numbers, a square matrix of ${side.toLocaleString("en")}. ` +
      `Compare fewer stimuli or units at a time.`,
    { needed: address + bytes, limit: limitBytes },
  );
}
