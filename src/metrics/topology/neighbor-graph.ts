import { matrix, type Matrix } from "../../base/matrix.ts";

/** A graph without weights: the neighbours of node i are `nodes[starts[i]]` … `nodes[starts[i + 1] − 1]`, rising. */
export interface Graph {
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
}

/**
 * The graph that joins each stimulus with its k nearest in Euclidean distance, in either direction. Of equally near ones the
 * smaller number comes first.
 *
 * @param table - numbers of the k nearest of each, stimuli × k
 */
export function neighborGraph({ rows: m, cols: k, data }: Matrix): Graph {
  const joined = Array.from({ length: m }, () => new Set<number>());
  for (let i = 0; i < m; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      joined[i]!.add(data[at]!);
      joined[data[at]!]!.add(i);
    }
  }
  return graphOf(joined);
}

function graphOf(joined: readonly ReadonlySet<number>[]): Graph {
  const starts = new Int32Array(joined.length + 1);
  for (const [i, { size }] of joined.entries()) starts[i + 1] = starts[i]! + size;
  const nodes = new Int32Array(starts[joined.length]!);
  for (const [i, others] of joined.entries()) nodes.set(Int32Array.from(others).sort(), starts[i]!);
  return { starts, nodes };
}

/** What the normalised Laplacian I − D^−½·A·D^−½ takes of a graph: D^−½. */
export function rootDegrees({ starts }: Graph): Float64Array {
  return Float64Array.from(
    { length: starts.length - 1 },
    (_, i) => 1 / Math.sqrt(starts[i + 1]! - starts[i]!),
  );
}

/** D^−½·A·D^−½ as a whole matrix. */
export function wholeAdjacency(graph: Graph): Matrix {
  const roots = rootDegrees(graph);
  const m = roots.length;
  const whole = matrix(m, m);
  for (let i = 0; i < m; i++) {
    for (let at = graph.starts[i]!; at < graph.starts[i + 1]!; at++) {
      const j = graph.nodes[at]!;
      whole.data[i * m + j] = roots[i]! * roots[j]!;
    }
  }
  return whole;
}
