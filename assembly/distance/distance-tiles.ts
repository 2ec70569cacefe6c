// The inner loops of the distances that are summed element by element.
//
// A micro-tile is 2 rows of A against 3 rows of B. It keeps 6 running values, and the 5 loads
// of a step serve 6 pairs. V8 has 15 registers, and its older scheduler loads all operands of a
// step first: 6 values + 5 operands + 1 constant + 2 temporaries fit. With 4 × 2 rows one value
// went through memory in every step, and the loop waited for it: a third slower.
//
//              b0[k..]   b1[k..]   b2[k..]
//   a0[k..] →    v00       v01       v02
//   a1[k..] →    v10       v11       v12

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
 * The values of 2 rows of A against 3 rows of B over `width` bytes of columns.
 * @param a - first of 2 rows, `lda` BYTES apart
 * @param b - first of 3 rows, `ldb` BYTES apart
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
  const b1 = b + ldb;
  const b2 = b1 + ldb;
  let v00 = i64x2.splat(0);
  let v01 = v00;
  let v02 = v00;
  let v10 = v00;
  let v11 = v00;
  let v12 = v00;

  const constant = step.constant(order);
  const full = width & ~15;
  let k: usize = 0;
  for (; k < full; k += 16) {
    const x0 = v128.load(a + k);
    const x1 = v128.load(a1 + k);
    const y0 = v128.load(b + k);
    v00 = step.add(v00, x0, y0, constant);
    v10 = step.add(v10, x1, y0, constant);
    const y1 = v128.load(b1 + k);
    v01 = step.add(v01, x0, y1, constant);
    v11 = step.add(v11, x1, y1, constant);
    const y2 = v128.load(b2 + k);
    v02 = step.add(v02, x0, y2, constant);
    v12 = step.add(v12, x1, y2, constant);
  }
  for (; k < width; k += sizeof<T>()) {
    const x0 = loadOne<T>(a + k);
    const x1 = loadOne<T>(a1 + k);
    const y0 = loadOne<T>(b + k);
    v00 = step.add(v00, x0, y0, constant);
    v10 = step.add(v10, x1, y0, constant);
    const y1 = loadOne<T>(b1 + k);
    v01 = step.add(v01, x0, y1, constant);
    v11 = step.add(v11, x1, y1, constant);
    const y2 = loadOne<T>(b2 + k);
    v02 = step.add(v02, x0, y2, constant);
    v12 = step.add(v12, x1, y2, constant);
  }

  settle<T, Step>(out, v00, first);
  settle<T, Step>(out + sizeof<T>(), v01, first);
  settle<T, Step>(out + 2 * sizeof<T>(), v02, first);
  settle<T, Step>(out + ldo, v10, first);
  settle<T, Step>(out + ldo + sizeof<T>(), v11, first);
  settle<T, Step>(out + ldo + 2 * sizeof<T>(), v12, first);
}

/** One row of A against one row of B, where no tile fits. */
export function edge<T, Step>(width: usize, a: usize, b: usize, out: usize, order: f64, first: bool): void {
  const value = pair<T, Step>(width, a, b, order);
  store<T>(out, first ? value : changetype<Step>(0).join(load<T>(out), value));
}

/** 2 × 3 pairs, one after the other: the tile of a step that is too long to share loads. */
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
  for (let j = 0; j < 3; j++, b += ldb, out += sizeof<T>()) {
    edge<T, Step>(width, a, b, out, order, first);
    edge<T, Step>(width, a + lda, b, out + ldo, order, first);
  }
}
