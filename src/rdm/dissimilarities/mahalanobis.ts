import { rootOf } from "./shared/rows.ts";
import { squaredMahalanobis } from "./squared-mahalanobis.ts";

export const mahalanobis = rootOf(squaredMahalanobis, {
  title: "Mahalanobis distance",
  equation: "√((a − b)ᵀ Σ⁻¹ (a − b)), Σ the covariance of the noise",
});
