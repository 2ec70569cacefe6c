import { lightColours } from "../../light.ts";
import { fitAll } from "../redraw.ts";
import { pictureOf, room } from "./elements.ts";

/** Size and ground of a picture of a chart. */
export interface PictureOptions {
  /** Width of the picture. The chart is laid out anew for it, so that its words keep their size. @default as it stands in the page */
  readonly width?: number;
  /** Unit of `width`; a pixel is 1/96 inch. @default "px" */
  readonly unit?: "px" | "mm";
  /** Colour of the ground, or "none". @default "#ffffff" */
  readonly background?: string;
}

export interface PngOptions extends PictureOptions {
  /** Pixels of the picture for each pixel of its width: 2 gives 192 dots an inch, 3.125 gives 300. @default 2 */
  readonly scale?: number;
}

/** Fonts that every program has. Names of the system's own mean nothing outside a browser. */
const font = "Helvetica, Arial, sans-serif";

/** Charts narrower than this cannot be read. */
const least = 120;

const pixelsOf = { px: 1, mm: 96 / 25.4 };

/**
 * A chart as the text of an SVG file that needs nothing else: title, legend, drawing and caption as they stand
 * in the page (order, zoom, turn and selection too), in light colours, without variables, styles or scripts.
 * Matrices of up to 4,096 cells are rectangles, larger ones images.
 *
 * @param figure - what `chart` returned, in a page
 * @throws {Error} if the figure is not shown in a page, because it then has no size.
 */
export function toSvg(figure: HTMLElement, options: PictureOptions = {}): string {
  const { width, unit = "px", background = "#ffffff" } = options;
  const pixels = width === undefined ? undefined : width * pixelsOf[unit];
  if (pixels !== undefined && !(pixels >= least && pixels < Infinity))
    throw new Error(
      `toSvg: expected a width of ${least} pixels (${Math.ceil(least / pixelsOf.mm)} mm) or more, got ${width}.`,
    );
  return asPrinted(figure, pixels && pixels - 2 * room, () => pictureOf(figure, { background, unit, font }));
}

/**
 * A chart as a PNG image: `toSvg`, drawn on a canvas. A page with a content security policy must allow
 * `img-src blob:`.
 *
 * @throws {Error} as `toSvg`, and if the browser cannot draw so large an image.
 */
export async function toPng(figure: HTMLElement, options: PngOptions = {}): Promise<Blob> {
  const { scale = 2, ...others } = options;
  const text = toSvg(figure, { ...others, background: others.background ?? "#ffffff" });
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    return await blobOf(await imageAt(url), scale);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Copies a chart as an image. Call it from a click or a key, as browsers ask.
 *
 * @throws {Error} if the page may not write to the clipboard: it must be served by https or from this computer.
 */
export async function copyPicture(figure: HTMLElement, options: PngOptions = {}): Promise<void> {
  if (!navigator.clipboard?.write)
    throw new Error(
      "copyPicture: this page may not write images to the clipboard; serve it by https, or save the picture.",
    );
  await navigator.clipboard.write([new ClipboardItem({ "image/png": toPng(figure, options) })]);
}

/** Runs `take` while the figure has light colours and this width. Nothing is painted between. */
function asPrinted<T>(figure: HTMLElement, width: number | undefined, take: () => T): T {
  if (!(figure.clientWidth > 0)) throw new Error("toSvg: the chart must be shown in a page, to have a size.");
  const before = figure.getAttribute("style");
  const declared = lightColours.split(";").map((one) => one.split(":").map((part) => part.trim()));
  for (const [name, value] of declared) if (name) figure.style.setProperty(name, value!);
  const wide = width === undefined ? {} : { width: `${width}px`, maxWidth: "none", boxSizing: "border-box" };
  Object.assign(figure.style, {
    colorScheme: "light",
    color: "#1b1f24",
    fontFamily: font,
    transition: "none",
    ...wide,
  });
  figure.dataset["picture"] = "";
  try {
    fitAll(figure);
    return take();
  } finally {
    delete figure.dataset["picture"];
    if (before === null) figure.removeAttribute("style");
    else figure.style.cssText = before; // as an attribute it would be forbidden in a page with a strict policy
    fitAll(figure);
  }
}

async function imageAt(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => {
    throw new Error(
      "toPng: the browser did not draw the picture; a content security policy must allow img-src blob:.",
    );
  });
  return image;
}

function blobOf(image: HTMLImageElement, scale: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { width, height } = canvas;
  return new Promise((resolve, reject) => {
    const take = (blob: Blob | null) =>
      blob
        ? resolve(blob)
        : reject(
            new Error(
              `toPng: the browser cannot draw ${width} × ${height} pixels; take a smaller width or scale.`,
            ),
          );
    canvas.toBlob(take, "image/png");
  });
}
