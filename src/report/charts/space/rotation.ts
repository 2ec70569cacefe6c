/** A rotation of space, 3 × 3, row-major: screen = rotation · point. */
export type Rotation = readonly number[];

type Triple = readonly [number, number, number];

/** The view is slightly from above and from the right, so that all three axes are visible. */
export const startRotation: Rotation = product(aboutX(0.45), aboutY(-0.6));

/** Turns a rotation further about the axes of the screen; angles in radians. */
export function turned(rotation: Rotation, y: number, x: number): Rotation {
  return product(product(aboutX(x), aboutY(y)), rotation);
}

/** Screen coordinates of a point: to the right, up, and towards the reader. */
export function project(rotation: Rotation, [x, y, z]: Triple): [number, number, number] {
  const row = (k: number) => rotation[3 * k]! * x + rotation[3 * k + 1]! * y + rotation[3 * k + 2]! * z;
  return [row(0), row(1), row(2)];
}

function aboutX(angle: number): Rotation {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [1, 0, 0, 0, c, -s, 0, s, c];
}

function aboutY(angle: number): Rotation {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c, 0, s, 0, 1, 0, -s, 0, c];
}

function product(a: Rotation, b: Rotation): Rotation {
  return Array.from({ length: 9 }, (_, at) => {
    const [row, col] = [Math.floor(at / 3), at % 3];
    return [0, 1, 2].reduce((sum, k) => sum + a[3 * row + k]! * b[3 * k + col]!, 0);
  });
}
