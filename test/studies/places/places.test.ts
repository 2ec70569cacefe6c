import { describe, expect, it } from "vitest";
import { matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { edgeNeighbors, meshNeighbors } from "../../../src/studies/places/graph.ts";
import { sparseNeighbors, tableNeighbors } from "../../../src/studies/places/lists.ts";
import { spheres } from "../../../src/studies/places/spheres.ts";

const random = createRandom(3);
const lists = (patches: readonly Int32Array[]) => patches.map((patch) => [...patch]);

describe("spheres", () => {
  const shape = [5, 4, 3] as const;
  const data = Float64Array.from({ length: 60 }, () => Number(random.uniform() < 0.7));
  const voxels: [number, number, number][] = [];
  for (let x = 0; x < 5; x++)
    for (let y = 0; y < 4; y++)
      for (let z = 0; z < 3; z++) if (data[(x * 4 + y) * 3 + z]! > 0) voxels.push([x, y, z]);

  it.each([
    [1, [1, 1, 1]],
    [Math.SQRT2, [1, 1, 1]],
    [2.3, [1, 1, 1]],
    [6, [2, 3, 2.5]],
    [100, [1, 2, 3]],
    [0.5, [1, 1, 1]],
  ] as [number, [number, number, number]][])(
    "of radius %s at voxels of %j are all voxels that near",
    (radius, size) => {
      const found = spheres({ shape, data }, radius, size);
      expect(found).toHaveLength(voxels.length);
      voxels.forEach((a, unit) => {
        const near = voxels
          .map((b, k) => ({ k, d: Math.hypot(...a.map((value, axis) => (value - b[axis]!) * size[axis]!)) }))
          .filter(({ k, d }) => k !== unit && d <= radius + 1e-9)
          .map(({ k }) => k);
        expect([...found[unit]!]).toEqual([unit, ...near]);
      });
    },
  );

  it("are 6, 18 and 26 neighbours inside a volume", () => {
    const whole = { shape: [3, 3, 3] as const, data: new Float64Array(27).fill(1) };
    for (const [radius, count] of [
      [1, 6],
      [Math.SQRT2, 18],
      [Math.sqrt(3), 26],
    ] as const)
      expect(spheres(whole, radius)[13]).toHaveLength(1 + count);
  });

  it.each([
    [{ shape: [2, 2], data: [1, 1, 1, 1] }, 1, undefined, /a mask of shape 2 × 2 with 4 numbers/],
    [{ shape: [2, 2, 2], data: [1] }, 1, undefined, /2 × 2 × 2 with 1 numbers/],
    [{ shape: [1, 1, 2], data: [0, NaN] }, 1, undefined, /no voxel above 0/],
    [{ shape: [1, 1, 2], data: [1, 1] }, 0, undefined, /radius is 0; accepted: a number above 0/],
    [{ shape: [1, 1, 2], data: [1, 1] }, 1, [1, 0, 1], /voxelSize is 1 × 0 × 1/],
  ])("refuses %#", (mask, radius, size, message) => {
    expect(() => spheres(mask as never, radius, size as never)).toThrow(message);
  });
});

describe("meshNeighbors", () => {
  // A strip of squares, each cut into two triangles: 2 × 6 vertices; the second row is 2 away.
  const columns = 6;
  const triangles = Array.from({ length: columns - 1 }, (_, k) => [
    k,
    k + 1,
    k + columns,
    k + 1,
    k + columns,
    k + columns + 1,
  ]).flat();
  const vertices = matrix(
    2 * columns,
    3,
    Float64Array.from({ length: 2 * columns }, (_, k) => k).reduce(
      (all, k) => {
        all.set([k % columns, k < columns ? 0 : 2, 0], 3 * k);
        return all;
      },
      new Float64Array(6 * columns),
    ),
  );

  it("counts edges as a search in breadth does", () => {
    const sides = new Set<string>();
    for (let k = 0; k < triangles.length; k += 3)
      for (const [a, b] of [
        [0, 1],
        [1, 2],
        [2, 0],
      ])
        sides.add([triangles[k + a!], triangles[k + b!]].sort().join());
    const linked = (a: number, b: number) => sides.has([a, b].sort().join());
    for (const radius of [1, 2, 3]) {
      const found = meshNeighbors({ triangles }, radius);
      for (let centre = 0; centre < 12; centre++) {
        let reached = new Set([centre]);
        for (let step = 0; step < radius; step++)
          reached = new Set(
            [...reached].flatMap((a) => [a, ...[...Array(12).keys()].filter((b) => linked(a, b))]),
          );
        expect([...found[centre]!].sort((a, b) => a - b)).toEqual([...reached].sort((a, b) => a - b));
        expect(found[centre]![0]).toBe(centre);
      }
    }
  });

  it("adds lengths of edges along the shortest way", () => {
    const found = meshNeighbors({ triangles, vertices }, 2.3, "length");
    // Along the first row 1 and 2; across 2; across on the diagonal √5 = 2.24; 1 + 2 is too far.
    expect([...found[2]!]).toEqual([2, 0, 1, 3, 4, 7, 8]);
    expect([...meshNeighbors({ triangles, vertices }, 2, "length")[2]!]).toEqual([2, 0, 1, 3, 4, 8]);
  });

  it("has vertices of no triangle, if they are said", () => {
    expect(lists(meshNeighbors({ triangles: [0, 1, 2], count: 4 }, 1))).toEqual([
      [0, 1, 2],
      [1, 0, 2],
      [2, 0, 1],
      [3],
    ]);
  });

  it.each([
    [{ triangles: [0, 1] }, 1, "edges", /triangles are 2 numbers/],
    [{ triangles: [] }, 1, "edges", /triangles are 0 numbers/],
    [{ triangles: [0, 1, 1.5] }, 1, "edges", /an edge has place 1.5/],
    [
      { triangles: [0, 1, 2], count: 2 },
      1,
      "edges",
      /an edge has place 2; places are whole numbers from 0 to 1/,
    ],
    [{ triangles: [0, 1, 2] }, 1, "length", /need the coordinates/],
    [{ triangles: [0, 1, 2], vertices: matrix(3, 2) }, 1, "length", /vertices are 3 × 2/],
    [{ triangles: [0, 1, 2] }, -1, "edges", /radius is -1/],
  ] as const)("refuses %#", (mesh, radius, distance, message) => {
    expect(() => meshNeighbors(mesh, radius, distance)).toThrow(message);
  });
});

describe("tables of neighbours", () => {
  const chain = [
    [0, 1, 2],
    [1, 0, 2],
    [2, 0, 1, 3],
    [3, 2],
  ];
  const edges = [
    [0, 1],
    [1, 2],
    [0, 2],
    [3, 2],
  ] as [number, number][];

  it("come as edges, a square, a sparse matrix or lists", () => {
    expect(lists(edgeNeighbors(edges, 4))).toEqual(chain);
    expect(lists(tableNeighbors(matrix(4, 2, Float64Array.from(edges.flat())), 4))).toEqual(chain);
    const square = matrix(4, 4);
    for (const [a, b] of edges) square.data[a * 4 + b] = 0.5;
    expect(lists(tableNeighbors(square, 4))).toEqual(chain);
    expect(lists(sparseNeighbors([0, 2, 3, 3, 4], [1, 2, 2, 2], 4))).toEqual(chain);
    const padded = matrix(
      4,
      5,
      Float64Array.from(chain.flatMap((list) => [...list, -1, NaN, NaN].slice(0, 5))),
    );
    expect(lists(tableNeighbors(padded, 4))).toEqual(chain);
    expect(lists(edgeNeighbors(edges, 4, 2))).toEqual([
      [0, 1, 2, 3],
      [1, 0, 2, 3],
      [2, 0, 1, 3],
      [3, 0, 1, 2],
    ]);
  });

  it("say what is wrong with them", () => {
    const table = (rows: number, cols: number, ...values: number[]) =>
      matrix(rows, cols, Float64Array.from(values));
    expect(() => tableNeighbors(table(1, 3, 0, 1, 7), 4)).toThrow(
      "List 0 has place 7; places are whole numbers from 0 to 3.",
    );
    expect(() => tableNeighbors(table(1, 3, NaN, 1, 1), 4)).toThrow("List 0 of places is empty");
    expect(() => tableNeighbors(table(1, 3, 0, 1, 2), 4, 2)).toThrow(
      "holds lists of places, which have no radius",
    );
    expect(() => tableNeighbors(table(1, 2, 0, 4), 4)).toThrow("an edge has place 4");
    expect(() => sparseNeighbors([0, 1], [0], 3)).toThrow("does not fit 3 places");
  });
});
