import { createEngine } from "repgeom";

const [rows, cols, count] = [300, 100, 40];
const [bar, map, note] = ["bar", "map", "note"].map((id) => document.getElementById(id));

let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;
const [first, last] = [1, 2].map(() => Float64Array.from({ length: rows * cols }, random));
const networks = Array.from({ length: count }, (_, k) => {
  const share = k / (count - 1);
  return { rows, cols, data: first.map((value, i) => (1 - share) * value + share * last[i]) };
});

const started = performance.now();
const engine = await createEngine();
const onProgress = ({ done, total }) => Object.assign(bar, { value: done, max: total });
const { values } = await engine.pairwise(networks, { metric: "procrustes" }, { onProgress });
const seconds = ((performance.now() - started) / 1000).toFixed(1);

const largest = Math.max(...values);
for (const value of values) {
  const cell = map.appendChild(document.createElement("i"));
  cell.style = `aspect-ratio: 1; background: color-mix(in oklab, gold ${(100 * value) / largest}%, indigo)`;
}
note.textContent = `780 pairs in ${seconds} s on ${engine.threads} threads, up to ${largest.toFixed(3)} radians.`;
