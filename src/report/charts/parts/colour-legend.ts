import { largestOf } from "../../../base/lists.ts";
import type { ColourScale } from "../../figures.ts";
import { plotScale } from "./colours.ts";
import { element } from "./element.ts";
import { ramp } from "./plot.ts";

/** The colour scale, with words at both ends that say what they mean. */
export function colourLegend(scale: ColourScale, domain: [number, number], width: number): HTMLElement {
  const outer = Math.min(320, width);
  // Long numbers, e.g. −0.006, run into one another where there are as many as of short ones.
  const longest = largestOf(domain.map((end) => String(Number(end.toPrecision(1))).length));
  const [least = "", most = ""] = scale.ends ?? [];
  const words = element(
    "div",
    { class: "legend-words" },
    [least, scale.word, most].map((word) => element("span", {}, [word])),
  );
  words.style.width = `${outer}px`;
  const colours = ramp(plotScale(scale, domain), {
    width: outer,
    ticks: longest > 4 ? 3 : 5,
    marginTop: 2,
    height: 34,
    style: { fontSize: "11px" },
  });
  return element("div", { class: "legend" }, [words, colours]);
}
