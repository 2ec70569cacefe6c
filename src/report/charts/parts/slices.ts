/** Milliseconds of one slice: the page answers in between. */
const slice = 6;

/** Takes steps of long work, and lets the page answer before the first and every few milliseconds. */
export async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve)); // who asks for long work has done some already
  let until = performance.now() + slice;
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + slice;
  }
}

/** Takes all steps at once. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
