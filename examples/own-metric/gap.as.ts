export function gap(x: usize, y: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++)
    sum += abs(load<f64>(x + ((<usize>i) << 3)) - load<f64>(y + ((<usize>i) << 3)));
  return sum;
}
