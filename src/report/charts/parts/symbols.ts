import { svg } from "./element.ts";

type Corner = readonly [number, number];

/** What Plot gives to draw on. */
type Pen = Pick<CanvasPath, "moveTo" | "lineTo" | "arc" | "rect" | "closePath">;

/** A shape as Plot takes it. @param size - area in square pixels */
export interface Symbol {
  draw(pen: Pen, size: number): void;
}

/** The shapes of points in their order; a circle has no corners. All have one area. */
const shapes: readonly (readonly Corner[])[] = [
  [],
  polygon(4, 45),
  polygon(3, -90),
  polygon(4, 0),
  cross(0),
  star(),
  polygon(3, 90),
  cross(45),
].map(ofAreaPi);

/** The k-th shape as Plot draws it. After the last, the first is used again. */
export function symbolAt(k: number): Symbol {
  const corners = shapes[k % shapes.length]!;
  return {
    draw(pen, size) {
      const r = Math.sqrt(size / Math.PI);
      if (corners.length === 0) return pen.arc(0, 0, r, 0, 2 * Math.PI);
      for (const [at, [x, y]] of corners.entries()) {
        if (at === 0) pen.moveTo(r * x, r * y);
        else pen.lineTo(r * x, r * y);
      }
      pen.closePath();
    },
  };
}

/** The k-th shape as an element at this place. @param r - radius of the circle of the same area, in pixels */
export function symbolElement(
  k: number,
  [x, y]: Corner,
  r: number,
  attributes: Readonly<Record<string, string>>,
): SVGElement {
  const corners = shapes[k % shapes.length]!;
  if (corners.length === 0)
    return svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(2), ...attributes });
  const points = corners.map(([a, b]) => `${(x + r * a).toFixed(1)},${(y + r * b).toFixed(1)}`).join(" ");
  return svg("polygon", { points, ...attributes });
}

/** Corners at one distance from the centre. @param first - angle of the first, in degrees, clockwise from the right */
function polygon(count: number, first: number): Corner[] {
  return Array.from({ length: count }, (_, k) => at(1, first + (360 * k) / count));
}

function star(): Corner[] {
  return Array.from({ length: 10 }, (_, k) => at(k % 2 === 0 ? 1 : 0.45, -90 + 36 * k));
}

/** Two bars that cross. */
function cross(turned: number): Corner[] {
  const [long, short] = [Math.hypot(1, 0.36), Math.hypot(0.36, 0.36)];
  const wide = (Math.atan2(0.36, 1) * 180) / Math.PI;
  return [0, 90, 180, 270].flatMap((arm) => [
    at(long, turned + arm - wide),
    at(long, turned + arm + wide),
    at(short, turned + arm + 45),
  ]);
}

function at(radius: number, degrees: number): Corner {
  const angle = (degrees * Math.PI) / 180;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

function ofAreaPi(corners: readonly Corner[]): readonly Corner[] {
  const twice = corners.reduce((sum, [x, y], k) => {
    const [nextX, nextY] = corners[(k + 1) % corners.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  const scale = Math.sqrt((2 * Math.PI) / Math.abs(twice || 1));
  return corners.map(([x, y]) => [scale * x, scale * y]);
}
