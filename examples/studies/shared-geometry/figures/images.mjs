// One held-out image of each digit, as a picture, and how alike they are.
import { titles } from "../data.mjs";

const shown = "residual-large";
const [side, scale] = [8, 4];

export function tenImages({ found, pixels, split }) {
  const { shared } = found[shown].course.at(-1).stacks;
  const count = shared.stimuli.length;
  const chosen = Array.from({ length: 10 }, (_, digit) => (digit * count) / 10);
  const mean = shared.mean().data;
  const names = chosen.map((k) => shared.stimuli[k]);
  const rows = [...split.keys()].filter((k) => split[k] === "held out");
  const images = chosen.map((k) =>
    picture(pixels.data.subarray(rows[k] * side ** 2, (rows[k] + 1) * side ** 2)),
  );
  return {
    kind: "heat-maps",
    title: "Ten held-out images between networks",
    caption: `Shared iRSM (${titles[shown]}, last layer after training), the first held-out image of each digit.`,
    stimuli: "rows",
    scale: { word: "cosine", around: 0, domain: [-1, 1] },
    panels: [
      {
        rowNames: names,
        colNames: names,
        values: chosen.flatMap((i) => chosen.map((j) => mean[i * count + j])),
        rowImages: images,
        colImages: images,
      },
    ],
  };
}

/** A bitmap of 256 greys, ink dark, each pixel a square of four by four. */
function picture(ink) {
  const width = side * scale;
  const bytes = Buffer.alloc(54 + 1024 + width ** 2);
  bytes.write("BM");
  for (const [at, value] of [
    [2, bytes.length],
    [10, 1078],
    [14, 40],
    [18, width],
    [22, width],
  ])
    bytes.writeUInt32LE(value, at);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(8, 28);
  for (let grey = 0; grey < 256; grey++) bytes.fill(grey, 54 + 4 * grey, 57 + 4 * grey);
  for (let k = 0; k < width ** 2; k++) {
    const [y, x] = [width - 1 - Math.floor(k / width), k % width]; // rows from the bottom
    const value = ink[Math.floor(y / scale) * side + Math.floor(x / scale)];
    bytes[1078 + k] = 255 - Math.round((255 * value) / 16);
  }
  return `data:image/bmp;base64,${bytes.toString("base64")}`;
}
