/** Panels of curves over the number of stimuli, as one SVG that is readable in light and dark: it brings its ground along. */

const [width, height, left, top, bottom] = [330, 250, 38, 34, 40];
/** Okabe & Ito's colours, those of them that are told apart on light and dark. */
const colours = ["#0072b2", "#56b4e9", "#009e73", "#cc79a7", "#d55e00", "#b8860b"];
const dashes = ["", "5 2", "", "2 2", "", "7 2 2 2"];

const style = `
  .ground { fill: #ffffff; } text { fill: #333333; font: 11px system-ui, sans-serif; } .title { font-weight: 600; }
  .axis { stroke: #8a8a8a; fill: none; } .grid { stroke: #e3e3e3; }
  @media (prefers-color-scheme: dark) { .ground { fill: #1b1b1f; } text { fill: #dcdcdc; } .grid { stroke: #38383d; } }
`;

/** @param panels - title, axis, largest value, and curves of points { stimuli, mean, deviation } with their end */
export function figureOf(panels) {
  const most = Math.max(...panels.map(({ curves }) => curves.length));
  const whole = height + 16 * most + 8;
  const parts = panels.map((panel, k) => `<g transform="translate(${k * width},0)">${panelOf(panel)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${panels.length * width} ${whole}" role="img">
<title>${panels.map(({ title }) => title).join("; ")}</title>
<style>${style}</style>
<rect class="ground" width="100%" height="100%"/>
${parts.join("\n")}
</svg>
`;
}

function panelOf({ title, axis, top: largest, curves }) {
  const sizes = curves[0].points.map(({ stimuli }) => stimuli);
  const [low, high] = [Math.log2(sizes[0]), Math.log2(sizes.at(-1))];
  const right = width - 18;
  const x = (stimuli) => left + ((Math.log2(stimuli) - low) / (high - low)) * (right - left);
  const y = (value) => top + (1 - Math.min(Math.max(value / largest, -0.05), 1.05)) * (height - top - bottom);
  const at = (value) => value.toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * largest);
  const grid = ticks.map(
    (value) =>
      `<path class="grid" d="M${left},${at(y(value))}H${right}"/><text x="${left - 5}" y="${at(y(value) + 4)}" text-anchor="end">${Number(value.toPrecision(2))}</text>`,
  );
  const labels = sizes.map(
    (stimuli) =>
      `<text x="${at(x(stimuli))}" y="${height - bottom + 15}" text-anchor="middle">${stimuli}</text>`,
  );
  const lines = curves.map(({ points, end }, k) => {
    const path = points.map(({ stimuli, mean }) => `${at(x(stimuli))},${at(y(mean))}`).join(" ");
    const reach = points.map(({ stimuli, mean, deviation }) =>
      deviation > 0
        ? `<path d="M${at(x(stimuli))},${at(y(mean - deviation))}V${at(y(mean + deviation))}" stroke="${colours[k]}" stroke-opacity="0.45"/>`
        : "",
    );
    const mark =
      end === undefined
        ? ""
        : `<path d="M${right + 3},${at(y(end))}h10" stroke="${colours[k]}" stroke-width="3"/>`;
    return `${reach.join("")}<polyline points="${path}" fill="none" stroke="${colours[k]}" stroke-width="1.8" stroke-dasharray="${dashes[k]}"/>${mark}`;
  });
  const legend = curves.map(
    ({ name }, k) =>
      `<path d="M${left},${height + 16 * k + 4}h22" stroke="${colours[k]}" stroke-width="2" stroke-dasharray="${dashes[k]}"/><text x="${left + 28}" y="${height + 16 * k + 8}">${name}</text>`,
  );
  return `<text class="title" x="${left}" y="18">${title}</text>${grid.join("")}<path class="axis" d="M${left},${top}V${height - bottom}H${right}"/>${labels.join("")}<text x="${at((left + right) / 2)}" y="${height - 10}" text-anchor="middle">stimuli</text><text x="${left + 4}" y="${top - 5}">${axis}</text>${lines.join("")}${legend.join("")}`;
}
