import { rootOf } from "./shared/rows.ts";
import { squaredEuclidean } from "./squared-euclidean.ts";

export const euclidean = rootOf(squaredEuclidean, { title: "Euclidean distance", equation: "‖a − b‖" });
