/** Neighbourhoods on surfaces and other graphs: places, and edges between some of them. */
import { OptionError, ShapeError } from "../../base/errors.ts";
import type { Matrix } from "../../base/matrix.ts";
import { norm } from "../../base/matrix.ts";
import { assertRadius } from "./radius.ts";

/** A surface of triangles. */
export interface Surface {
  /** The vertices of each triangle, numbers from 0: triangles × 3, one behind the other. */
  readonly triangles: ArrayLike<number>;
  /** Where the vertices are, vertices × 3. Without them, distances are counted in edges. */
  readonly vertices?: Matrix | undefined;
  /** Number of vertices, where there are no coordinates. @default the largest of the triangles + 1 */
  readonly count?: number | undefined;
}

/** How far apart two places are: the number of edges between them, or the sum of their lengths. */
export type GraphDistance = "edges" | "length";

/**
 * For each vertex of a mesh the vertices within a radius along its edges, itself first, then by number. The
 * shortest way along edges is somewhat longer than the geodesic through the triangles.
 *
 * @param radius - inclusive, above 0; in edges, or in the unit of the coordinates
 * @param distance - "edges" counts edges, "length" adds up their lengths
 * @returns a list for each vertex
 * @throws {ShapeError} for triangles that are not of three vertices that are there, or coordinates that are not three.
 * @throws {OptionError} for a radius that is not above 0, or lengths without coordinates.
 */
export function meshNeighbors(
  surface: Surface,
  radius: number,
  distance: GraphDistance = "edges",
): Int32Array[] {
  const { triangles, vertices } = surface;
  if (distance === "length" && !vertices)
    throw new OptionError("meshNeighbors: lengths of edges need the coordinates of the vertices.");
  const count = countOf(surface);
  const edges: [number, number][] = [];
  for (let k = 0; k < triangles.length; k += 3) {
    const [a, b, c] = [triangles[k]!, triangles[k + 1]!, triangles[k + 2]!];
    edges.push([a, b], [b, c], [c, a]);
  }
  const neighbors = neighborsOf("meshNeighbors", edges, count);
  return within(neighbors, radius, lengthIn(distance, vertices), "meshNeighbors");
}

/**
 * For each of `count` places those within a radius along the edges of a graph, itself first, then by number.
 *
 * @param edges - pairs of places, from 0 to count − 1; one direction of each is enough
 * @param radius - inclusive, in edges, above 0
 * @returns a list for each place
 * @throws {ShapeError} for a place that is not there. @throws {OptionError} for a radius that is not above 0.
 */
export function edgeNeighbors(
  edges: Iterable<readonly [number, number]>,
  count: number,
  radius = 1,
): Int32Array[] {
  return within(neighborsOf("edgeNeighbors", edges, count), radius, () => 1, "edgeNeighbors");
}

function countOf({ triangles, vertices, count }: Surface): number {
  if (triangles.length === 0 || triangles.length % 3 !== 0)
    throw new ShapeError(
      `meshNeighbors: triangles are ${triangles.length} numbers; expected three vertices of each triangle.`,
    );
  if (vertices && vertices.cols !== 3)
    throw new ShapeError(
      `meshNeighbors: vertices are ${vertices.rows} × ${vertices.cols}; expected vertices × 3 coordinates.`,
    );
  if (vertices) return vertices.rows;
  if (count !== undefined) return count;
  let most = 0;
  for (let k = 0; k < triangles.length; k++) most = Math.max(most, triangles[k]!);
  return most + 1;
}

/** Neighbours by one edge, rising. */
function neighborsOf(owner: string, edges: Iterable<readonly [number, number]>, count: number): number[][] {
  const lists = Array.from({ length: count }, () => new Set<number>());
  for (const [a, b] of edges) {
    for (const place of [a, b])
      if (!(Number.isInteger(place) && place >= 0 && place < count))
        throw new ShapeError(
          `${owner}: an edge has place ${place}; places are whole numbers from 0 to ${count - 1}.`,
        );
    if (a === b) continue;
    lists[a]!.add(b);
    lists[b]!.add(a);
  }
  return lists.map((list) => [...list].sort((a, b) => a - b));
}

function lengthIn(distance: GraphDistance, vertices: Matrix | undefined): (a: number, b: number) => number {
  if (distance === "edges") return () => 1;
  const at = (vertex: number, axis: number) => vertices!.data[3 * vertex + axis]!;
  return (a, b) => norm([0, 1, 2].map((axis) => at(a, axis) - at(b, axis)));
}

/** Dijkstra's shortest ways from each place, no farther than the radius. */
function within(
  neighbors: readonly (readonly number[])[],
  radius: number,
  lengthOf: (a: number, b: number) => number,
  owner: string,
): Int32Array[] {
  assertRadius(owner, radius);
  const most = radius * (1 + 1e-12);
  return neighbors.map((_, centre) => {
    const reached = new Map([[centre, 0]]);
    const open = [centre];
    const done = new Set<number>();
    while (open.length > 0) {
      const place = takeNearest(open, reached);
      if (done.has(place)) continue;
      done.add(place);
      for (const next of neighbors[place]!) {
        const length = reached.get(place)! + lengthOf(place, next);
        if (length > most || length >= (reached.get(next) ?? Infinity)) continue;
        reached.set(next, length);
        open.push(next);
      }
    }
    done.delete(centre);
    return Int32Array.from([centre, ...[...done].sort((a, b) => a - b)]);
  });
}

/** Patches are small: a list is as good as a heap. */
function takeNearest(open: number[], reached: ReadonlyMap<number, number>): number {
  let best = 0;
  for (let k = 1; k < open.length; k++) if (reached.get(open[k]!)! < reached.get(open[best]!)!) best = k;
  const place = open[best]!;
  open[best] = open.at(-1)!;
  open.pop();
  return place;
}
