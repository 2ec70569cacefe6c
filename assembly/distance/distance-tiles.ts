// The inner loops of the distances that are summed element by element.
//
// A micro-tile is 4 rows of A against 2 rows of B. It keeps 8 running values, and the
// 6 loads of a step serve 8 pairs. V8 has 15 registers: 8 values + 6 operands + 1 temporary.
//
//              b0[k..]   b1[k..]
//   a0[k..] →    v00       v01
//   a1[k..] →    v10       v11
//   a2[k..] →    v20       v21
//   a3[k..] →    v30       v31

/** One element, for columns that do not fill a v128; the other lanes are 0. */
// @ts-ignore: decorator
@inline
function loadOne<T>(address: usize): v128 {
  if (sizeof<T>() == 8) return v128.load64_zero(address);
  return v128.load32_zero(address);
}

/** Stores the value of the first range of columns, or joins that of a later range to it. */
// @ts-ignore: decorator
@inline
function settle<T, Step>(out: usize, value: v128, first: bool): void {
  const step = changetype<Step>(0);
  const folded = step.fold(value);
  store<T>(out, first ? folded : step.join(load<T>(out), folded));
}

/**
 * The value of one pair of rows over one range of columns, in the order of additions of
 * the micro-tile.
 * @param width - of the range, in BYTES
 */
export function pair<T, Step>(width: usize, a: usize, b: usize, order: f64): T {
  const step = changetype<Step>(0);
  const constant = step.constant(order);
  const full = width & ~15;
  let value = i64x2.splat(0);
  let k: usize = 0;
  for (; k < full; k += 16) value = step.add(value, v128.load(a + k), v128.load(b + k), constant);
  for (; k < width; k += sizeof<T>()) {
    value = step.add(value, loadOne<T>(a + k), loadOne<T>(b + k), constant);
  }
  return step.fold(value);
}

/**
 * The values of 4 rows of A against 2 rows of B over `width` bytes of columns.
 * @param a - first of 4 rows, `lda` BYTES apart
 * @param b - first of 2 rows, `ldb` BYTES apart
 * @param out - value of the first pair; rows `ldo` BYTES apart
 * @param first - whether these are the first columns: values are then stored, not joined
 */
export function tile<T, Step>(
  width: usize,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  order: f64,
  first: bool,
): void {
  const step = changetype<Step>(0);
  const a1 = a + lda;
  const a2 = a1 + lda;
  const a3 = a2 + lda;
  const b1 = b + ldb;
  let v00 = i64x2.splat(0);
  let v01 = v00;
  let v10 = v00;
  let v11 = v00;
  let v20 = v00;
  let v21 = v00;
  let v30 = v00;
  let v31 = v00;

  const constant = step.constant(order);
  const full = width & ~15;
  let k: usize = 0;
  for (; k < full; k += 16) {
    const y0 = v128.load(b + k);
    const y1 = v128.load(b1 + k);
    const x0 = v128.load(a + k);
    v00 = step.add(v00, x0, y0, constant);
    v01 = step.add(v01, x0, y1, constant);
    const x1 = v128.load(a1 + k);
    v10 = step.add(v10, x1, y0, constant);
    v11 = step.add(v11, x1, y1, constant);
    const x2 = v128.load(a2 + k);
    v20 = step.add(v20, x2, y0, constant);
    v21 = step.add(v21, x2, y1, constant);
    const x3 = v128.load(a3 + k);
    v30 = step.add(v30, x3, y0, constant);
    v31 = step.add(v31, x3, y1, constant);
  }
  for (; k < width; k += sizeof<T>()) {
    const y0 = loadOne<T>(b + k);
    const y1 = loadOne<T>(b1 + k);
    const x0 = loadOne<T>(a + k);
    v00 = step.add(v00, x0, y0, constant);
    v01 = step.add(v01, x0, y1, constant);
    const x1 = loadOne<T>(a1 + k);
    v10 = step.add(v10, x1, y0, constant);
    v11 = step.add(v11, x1, y1, constant);
    const x2 = loadOne<T>(a2 + k);
    v20 = step.add(v20, x2, y0, constant);
    v21 = step.add(v21, x2, y1, constant);
    const x3 = loadOne<T>(a3 + k);
    v30 = step.add(v30, x3, y0, constant);
    v31 = step.add(v31, x3, y1, constant);
  }

  settle<T, Step>(out, v00, first);
  settle<T, Step>(out + sizeof<T>(), v01, first);
  settle<T, Step>(out + ldo, v10, first);
  settle<T, Step>(out + ldo + sizeof<T>(), v11, first);
  settle<T, Step>(out + 2 * ldo, v20, first);
  settle<T, Step>(out + 2 * ldo + sizeof<T>(), v21, first);
  settle<T, Step>(out + 3 * ldo, v30, first);
  settle<T, Step>(out + 3 * ldo + sizeof<T>(), v31, first);
}

/** One row of A against one row of B, where no tile fits. */
export function edge<T, Step>(width: usize, a: usize, b: usize, out: usize, order: f64, first: bool): void {
  const value = pair<T, Step>(width, a, b, order);
  store<T>(out, first ? value : changetype<Step>(0).join(load<T>(out), value));
}

/** 4 × 2 pairs, one after the other: the tile of a step that is too long to share loads. */
export function tileOfEdges<T, Step>(
  width: usize,
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  out: usize,
  ldo: usize,
  order: f64,
  first: bool,
): void {
  for (let i = 0; i < 4; i++, a += lda, out += ldo) {
    edge<T, Step>(width, a, b, out, order, first);
    edge<T, Step>(width, a, b + ldb, out + sizeof<T>(), order, first);
  }
}
