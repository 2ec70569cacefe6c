/**
 * Groups of nodes that reach each other (Tarjan, SIAM J. Comput. 1(2), 1972).
 * @param graph - Map from each node to the nodes that it points to
 * @returns every group, a node on its own included; a group comes after those that it points to
 */
export function componentsOf(graph) {
  const [order, low, stack, components] = [new Map(), new Map(), [], []];
  const visit = (node) => {
    order.set(node, order.size);
    low.set(node, order.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) === order.get(node)) components.push(stack.splice(stack.indexOf(node)));
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return components;
}

/** @returns the shortest way from one node of a circle back to itself, both ends included */
export function shortestCircle(graph, members) {
  const ways = members.map((node) => wayBack(graph, node, new Set(members)));
  return ways.reduce((best, way) => (way.length < best.length ? way : best));
}

function wayBack(graph, start, members) {
  const ways = [[start]];
  const seen = new Set();
  for (const way of ways) {
    for (const next of graph.get(way.at(-1))) {
      if (next === start) return [...way, next];
      if (!members.has(next) || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return ways[0];
}
