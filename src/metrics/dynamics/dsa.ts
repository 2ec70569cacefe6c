import { cube } from "../../base/math/powers.ts";
import type { Outline } from "../../data/representation.ts";
import { definePairMetric, type Properties } from "../metric.ts";
import { dsaOptions, type DsaOptions } from "./options.ts";
import { prepareDsa, type PreparedDsa } from "./prepare.ts";
import { dsaSearch, dsaValue } from "./search.ts";

/**
 * Dynamical similarity analysis: how alike the linear dynamics of delayed responses are, in the best common axes.
 *
 *   d(X, Y) = min over C ∈ O(r) of  arccos ⟨A_x, C·A_y·Cᵀ⟩ / (‖A_x‖·‖A_y‖),   or of ‖A_x − C·A_y·Cᵀ‖
 *
 * A is the operator of a dynamic mode decomposition: with the delayed responses H = U·S·Vᵀ (all trials one under the other,
 * no state over the end of a trial), the least-squares solution of Uₜ₊₁ = Uₜ·Aᵀ in the leading columns of U. The smaller
 * operator gets rows and columns of zeros.
 *
 * Nothing is centred: subtract a baseline first where it means nothing. The authors' program takes one direction
 * less than the share of variance asks for, and searches in the component of its start; here the paper's definition stands.
 * With rank and delays chosen alike, operators of equal rank have a distance; between ranks the zeros break the triangle inequality.
 */
export const dsa = definePairMetric<PreparedDsa, DsaOptions>({
  name: "dsa",
  title: "Dynamical similarity analysis",
  summary: "How far the linear dynamics of two networks' delayed responses differ, whatever the axes.",
  source: "Ostrow, Eisen, Kozachkov & Fiete, NeurIPS 2023, arXiv:2306.10168, §2",
  family: "Noise and time",
  cost: { network: "m·t·(n·delays)²", pair: "rank³ a step of the search" },
  blindTo:
    "Where in the space of responses trajectories run and how large they are; dynamics that a linear map of the delays given does not predict. Noise in weak directions counts fully unless rank leaves it out.",
  accepts: ["trajectories", "courses"],
  options: dsaOptions,
  testedWith: [
    { restarts: 4 },
    { ground: "euclidean", rank: 3, restarts: 4 },
    { variance: 0.9, restarts: 1 },
    { lambda: 0.5, ground: "euclidean", restarts: 4 },
  ],
  properties,
  operations,
  prepare: prepareDsa,
  compare: dsaValue,
  search: dsaSearch,
  warn(prepared) {
    const count = prepared.filter(({ undetermined }) => undetermined).length;
    if (count === 0) return undefined;
    return (
      `The steps in time of ${count} of ${prepared.length} networks are fewer than the directions that are fitted: many operators fit, ` +
      `and the least is taken. Give rank, variance below 1, or lambda above 0.`
    );
  },
});

function properties({ rank, variance, ground }: DsaOptions): Properties {
  const isWhole = rank === 0 && variance === 1;
  return {
    kind: "dissimilarity",
    symmetric: true,
    range: [0, ground === "angular" ? Math.PI : Infinity],
    invariantTo: [
      "permutation",
      "orthogonal",
      "isotropic-scaling",
      ...(isWhole ? (["invertible-linear"] as const) : []),
    ],
    self: 0,
  };
}

/** Steps of one search, and products of rank × rank that each takes: about. */
const [steps, products] = [60, 10];

/** Operations of one pair. */
function operations({ shape }: Outline, { rank, delays, restarts }: DsaOptions): number {
  const most = Math.min(shape.at(-1)! * delays, rank || Infinity);
  return 2 * products * cube(most) * steps * restarts;
}
