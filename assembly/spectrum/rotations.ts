// Sweeps of plane rotations, recorded and applied many at a time.
//
// One sweep reads and writes the whole matrix for only 6 flops a pair of elements. So
// sweeps are collected and applied together to strips of 8 columns, which stay in the
// first-level cache. The row that two neighbouring rotations share stays in registers.

import { at, bytes, fma, fnma, put } from "../vector/lanes";
import { aligned } from "../vector/layout";

/** Sweeps collected before they are applied. */
const SWEEPS: i32 = 24;
/** Columns of a strip: four v128 of the carried row, four of the next. */
const STRIP: i32 = 8;
/** Squares of smaller numbers may underflow. Scaled by 2⁹⁰⁰, which is exact, even a denormal is safe. */
const TINY: f64 = 1e-140;
const GROW: f64 = 8.452712498170644e270;

/** One recorded sweep; a view of scratch memory. */
@unmanaged
class Sweep {
  /** Address of the first rotation: c, s, c, s, … */
  rotations: usize = 0;
  count: i32 = 0;
  /** First row, and +1 or −1: rotation i turns rows row + i·step and row + (i + 1)·step. */
  row: i32 = 0;
  step: i32 = 0;
}

/** Sweeps that wait to be applied to the rows of z; a view of scratch memory. */
@unmanaged
export class Rotations {
  /** Matrix of `strips` · STRIP columns; 0: rotations are not recorded. */
  z: usize = 0;
  stride: usize = 0;
  strips: i32 = 0;
  sweeps: i32 = 0;
  list: usize = 0;
  first: usize = 0;
  next: usize = 0;
}

/** Bytes of scratch for sweeps over n rows. */
export function rotationsWork(n: i32): f64 {
  const lists = SWEEPS * (<f64>offsetof<Sweep>() + 16 * <f64>n);
  return 16 * ceil((<f64>offsetof<Rotations>() + lists + 16) / 16);
}

/**
 * Opens an empty list of sweeps over the rows of z.
 * @param z - rows of `cols` columns, with room up to a multiple of 8; 0: rotations are not recorded
 * @param work - `rotationsWork(n)` bytes
 */
export function openRotations(z: usize, ldz: i32, cols: i32, work: usize): Rotations {
  const r = changetype<Rotations>(work);
  r.z = z;
  r.stride = bytes<f64>(ldz);
  r.strips = (cols + STRIP - 1) / STRIP;
  r.sweeps = 0;
  r.list = work + offsetof<Rotations>();
  r.first = aligned(r.list + <usize>SWEEPS * offsetof<Sweep>());
  r.next = r.first;
  return r;
}

/**
 * Plane rotation with c·f + s·g = r and c·g − s·f = 0.
 * @param cs - where c and s are stored
 * @returns r
 */
// @ts-ignore: decorator
@inline
export function rotation(f: f64, g: f64, cs: usize): f64 {
  if (g == 0) {
    store<f64>(cs, 1);
    store<f64>(cs, 0, 8);
    return f;
  }
  return properRotation(f, g, cs);
}

function properRotation(f: f64, g: f64, cs: usize): f64 {
  const tiny = max(abs(f), abs(g)) < TINY;
  const x = tiny ? f * GROW : f;
  const y = tiny ? g * GROW : g;
  const r = sqrt(x * x + y * y);
  store<f64>(cs, x / r);
  store<f64>(cs, y / r, 8);
  return tiny ? r / GROW : r;
}

/** x := c·x + s·y and y := c·y − s·x, n elements each. */
export function rotateRows(n: i32, x: usize, y: usize, c: f64, s: f64): void {
  const cc = f64x2.splat(c);
  const ss = f64x2.splat(s);
  const end = x + bytes<f64>(n & ~1);
  for (; x < end; x += 16, y += 16) {
    const a = v128.load(x);
    const b = v128.load(y);
    v128.store(x, fma<f64>(ss, b, f64x2.mul(cc, a)));
    v128.store(y, fnma<f64>(ss, a, f64x2.mul(cc, b)));
  }
  if (n & 1) {
    const a = load<f64>(x);
    const b = load<f64>(y);
    store<f64>(x, c * a + s * b);
    store<f64>(y, c * b - s * a);
  }
}

/** Applies one sweep to one strip. */
function applyToStrip(sweep: Sweep, strip: usize, stride: usize): void {
  const step = sweep.step > 0 ? stride : <usize>0 - stride;
  let row = strip + <usize>sweep.row * stride;
  let f0 = v128.load(row);
  let f1 = v128.load(row, 16);
  let f2 = v128.load(row, 32);
  let f3 = v128.load(row, 48);
  let cs = sweep.rotations;
  for (const end = cs + ((<usize>sweep.count) << 4); cs < end; cs += 16) {
    const c = v128.load64_splat(cs);
    const s = v128.load64_splat(cs, 8);
    const next = row + step;
    const g0 = v128.load(next);
    const g1 = v128.load(next, 16);
    v128.store(row, fma<f64>(s, g0, f64x2.mul(c, f0)));
    v128.store(row, fma<f64>(s, g1, f64x2.mul(c, f1)), 16);
    f0 = fnma<f64>(s, f0, f64x2.mul(c, g0));
    f1 = fnma<f64>(s, f1, f64x2.mul(c, g1));
    const g2 = v128.load(next, 32);
    const g3 = v128.load(next, 48);
    v128.store(row, fma<f64>(s, g2, f64x2.mul(c, f2)), 32);
    v128.store(row, fma<f64>(s, g3, f64x2.mul(c, f3)), 48);
    f2 = fnma<f64>(s, f2, f64x2.mul(c, g2));
    f3 = fnma<f64>(s, f3, f64x2.mul(c, g3));
    row = next;
  }
  v128.store(row, f0);
  v128.store(row, f1, 16);
  v128.store(row, f2, 32);
  v128.store(row, f3, 48);
}

/** Applies all recorded sweeps and empties the list. */
export function applyRotations(r: Rotations): void {
  for (let strip = 0; strip < r.strips; strip++) {
    const start = r.z + bytes<f64>(strip * STRIP);
    for (let i = 0; i < r.sweeps; i++) {
      applyToStrip(changetype<Sweep>(r.list + <usize>i * offsetof<Sweep>()), start, r.stride);
    }
  }
  r.sweeps = 0;
  r.next = r.first;
}

/**
 * Records a sweep of `count` rotations that starts at `row`, and applies all sweeps when
 * the list is full. The caller has written the rotations at `r.next` already.
 */
export function recordSweep(r: Rotations, row: i32, step: i32, count: i32): void {
  if (!r.z) return;
  const sweep = changetype<Sweep>(r.list + <usize>r.sweeps * offsetof<Sweep>());
  sweep.rotations = r.next;
  sweep.count = count;
  sweep.row = row;
  sweep.step = step;
  r.next += (<usize>count) << 4;
  if (++r.sweeps == SWEEPS) applyRotations(r);
}

/** z := the n unit rows, each filled with zeros up to `cols` columns. */
export function setIdentity(n: i32, cols: i32, z: usize, stride: usize): void {
  for (let i = 0; i < n; i++, z += stride) {
    memory.fill(z, 0, bytes<f64>(cols));
    put<f64>(z, i, 1);
  }
}

/** row := −row, n elements. */
export function negateRow(n: i32, row: usize): void {
  for (let j = 0; j < n; j++) put<f64>(row, j, -at<f64>(row, j));
}
