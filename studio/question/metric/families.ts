/** Metrics in families, for lists. The compiler asks for every metric. */
import { metrics, type MetricName } from "repgeom";

const families = [
  "Alignment of shapes",
  "Matching of units",
  "Canonical correlation and regression",
  "Kernels and similarity structures",
  "Noise and time",
] as const;

export type Family = (typeof families)[number];

const familyOf: Readonly<Record<MetricName, Family>> = {
  procrustes: "Alignment of shapes",
  "kernel-procrustes": "Alignment of shapes",
  nbs: "Alignment of shapes",
  bures: "Alignment of shapes",
  convolutional: "Alignment of shapes",
  permutation: "Matching of units",
  "soft-matching": "Matching of units",
  elementwise: "Matching of units",
  cca: "Canonical correlation and regression",
  svcca: "Canonical correlation and regression",
  pwcca: "Canonical correlation and regression",
  "kernel-cca": "Canonical correlation and regression",
  "linear-regression": "Canonical correlation and regression",
  cka: "Kernels and similarity structures",
  rv: "Kernels and similarity structures",
  rsa: "Kernels and similarity structures",
  "gaussian-wasserstein": "Noise and time",
  energy: "Noise and time",
  "gaussian-process": "Noise and time",
};

/** The metrics whose name, title, summary or family has all these words, by family. */
export function metricsByFamily(search: string): readonly (readonly [Family, readonly MetricName[]])[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const names = (Object.keys(metrics) as MetricName[]).filter((name) => {
    const { title, summary, source } = metrics[name];
    const text = [name, title, summary, source, familyOf[name]].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return families
    .map((family) => [family, names.filter((name) => familyOf[name] === family)] as const)
    .filter(([, found]) => found.length > 0);
}
