import type { ScaleOptions } from "@observablehq/plot";
import type { ColourScale } from "../../figures.ts";

/**
 * Viridis is perceptually uniform and can be read with every kind of colour vision. With `around`,
 * values on its two sides are red and blue.
 */
export function plotScale({ dark = "least", around }: ColourScale, domain: [number, number]): ScaleOptions {
  if (around !== undefined) {
    return {
      type: "diverging",
      scheme: "RdBu",
      reverse: true,
      pivot: around,
      symmetric: false,
      clamp: true,
      domain,
    };
  }
  return { type: "linear", scheme: "viridis", reverse: dark === "most", clamp: true, domain };
}

/** Whether white text is easier to read than black on this colour ("#440154" or "rgb(68, 1, 84)"). */
export function isDark(colour: string): boolean {
  const parts = colour.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  const [r = 0, g = 0, b = 0] = parts;
  return 0.299 * r + 0.587 * g + 0.114 * b < 140;
}
