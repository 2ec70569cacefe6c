/** A colour as programs that draw SVG read it: they know no `rgba(…)`. */
export interface Paint {
  readonly colour: string;
  /** Range [0, 1]. */
  readonly opacity: number;
}

/** @param computed - e.g. "rgb(47, 95, 179)", "rgba(0, 0, 0, 0.5)", "color(srgb 0.1 0.2 0.3 / 0.5)" or "none" */
export function paintOf(computed: string): Paint {
  const numbers = (computed.match(/-?[\d.]+(e-?\d+)?%?/g) ?? []).map((text) =>
    text.endsWith("%") ? Number.parseFloat(text) / 100 : Number(text),
  );
  const isShare = computed.startsWith("color(srgb");
  if (!isShare && !computed.startsWith("rgb")) return { colour: computed, opacity: 1 };
  const [red = 0, green = 0, blue = 0, opacity = 1] = numbers;
  const parts = [red, green, blue].map((part) => Math.min(255, Math.max(0, isShare ? 255 * part : part)));
  const colour = `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
  return { colour, opacity };
}
