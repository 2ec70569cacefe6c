/**
 * Optimal transport between uniform weights by the network simplex method: from one spanning tree of
 * pairs that carry flow to the next, each cheaper. A step takes time for one row of costs and one part of
 * the tree, so it suits weights without a common divisor, where flows split finely.
 *
 * Every row gives a little more than its share, and the last column takes it (Orden's perturbation): then
 * no pair of a tree carries nothing, every step gains, and no tree comes twice. Flows are whole numbers.
 *
 * Source: Ahuja, Magnanti & Orlin, "Network Flows", 1993, §11.5; Orden, Management Science 2:276-285, 1956.
 */

/** Pairs that carry flow, and how much of what each row gives and each column takes. */
export interface Flow {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly amounts: Float64Array;
}

const none = -1;
/** Steps for each row and column after which rounding may be what still changes. Problems of 1000 × 999 take 9, of 2000 × 1999 13. */
const stepsPerNode = 100;

/**
 * @param costs - m × n
 * @param maximize - the greatest total cost in place of the least
 * @param supply - what each row gives
 * @param demand - what each column takes; m · supply = n · demand
 * @returns undefined where a cost is not finite or so large that sums are not, or rounding hides which tree is best
 */
export function transportSimplex(
  m: number,
  n: number,
  costs: Float64Array,
  maximize: boolean,
  supply: number,
  demand: number,
): Flow | undefined {
  if (!areMeasurable(costs)) return undefined;
  // More than twice what was added in all, so that rounding takes it off again.
  const unit = 2 * m + 1;
  const gives = new Float64Array(m).fill(supply * unit + 1);
  const takes = new Float64Array(n).fill(demand * unit);
  takes[n - 1]! += m;
  const sign = maximize ? -1 : 1;
  const tree = new Tree(m, n, costs, sign);
  tree.build(cheapestPairs(m, n, costs, sign, gives, takes));
  if (!tree.improve(stepsPerNode * (m + n))) return undefined;
  return tree.flow(unit);
}

/** Beyond this a sum of costs may be beyond the largest double. */
const largest = 1e290;

function areMeasurable(costs: Float64Array): boolean {
  for (let k = 0; k < costs.length; k++) if (!(Math.abs(costs[k]!) < largest)) return false;
  return true;
}

/** A first tree: each row gives to its cheapest columns, beside the least cost of each. */
function cheapestPairs(
  m: number,
  n: number,
  costs: Float64Array,
  sign: number,
  gives: Float64Array,
  takes: Float64Array,
): Flow {
  const least = leastOfColumns(m, n, costs, sign);
  const [rows, cols] = [new Int32Array(m + n - 1), new Int32Array(m + n - 1)];
  const amounts = new Float64Array(m + n - 1);
  for (let i = 0, count = 0; i < m; i++) {
    while (gives[i]! > 0) {
      const j = cheapest(costs, i * n, sign, least, takes);
      const amount = Math.min(gives[i]!, takes[j]!);
      gives[i]! -= amount;
      takes[j]! -= amount;
      rows[count] = i;
      cols[count] = j;
      amounts[count++] = amount;
    }
  }
  return { rows, cols, amounts };
}

function leastOfColumns(m: number, n: number, costs: Float64Array, sign: number): Float64Array {
  const least = new Float64Array(n).fill(Infinity);
  for (let i = 0, at = 0; i < m; i++)
    for (let j = 0; j < n; j++, at++) least[j] = Math.min(least[j]!, sign * costs[at]!);
  return least;
}

/** Of the columns that still take something. */
function cheapest(
  costs: Float64Array,
  start: number,
  sign: number,
  less: Float64Array,
  takes: Float64Array,
): number {
  let [column, best] = [none, Infinity];
  for (let j = 0; j < takes.length; j++) {
    const cost = sign * costs[start + j]! - less[j]!;
    if (takes[j]! > 0 && cost < best) [column, best] = [j, cost];
  }
  return column;
}

/** A spanning tree of rows (nodes 0 … m − 1) and columns (nodes m …), hung up at row 0. */
class Tree {
  readonly #m: number;
  readonly #n: number;
  readonly #costs: Float64Array;
  /** By which costs are multiplied: −1 to maximise. */
  readonly #sign: number;
  readonly #parent: Int32Array;
  readonly #depth: Int32Array;
  readonly #child: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  /** What goes between a node and its parent, from the row to the column. */
  readonly #carried: Float64Array;
  /** Prices: those of the row and the column of a pair in the tree add up to its cost. */
  readonly #price: Float64Array;

  constructor(m: number, n: number, costs: Float64Array, sign: number) {
    [this.#m, this.#n, this.#costs, this.#sign] = [m, n, costs, sign];
    const nodes = () => new Int32Array(m + n).fill(none);
    [this.#parent, this.#child, this.#next, this.#previous] = [nodes(), nodes(), nodes(), nodes()];
    this.#depth = new Int32Array(m + n);
    this.#carried = new Float64Array(m + n);
    this.#price = new Float64Array(m + n);
  }

  /** Hangs the pairs up, each node below the one from which it is first reached. */
  build({ rows, cols, amounts }: Flow): void {
    const pairs = pairsOfNodes(rows, cols, this.#m, this.#m + this.#n);
    const queue = new Int32Array(this.#m + this.#n);
    for (let done = 0, count = 1; done < count; done++) {
      const node = queue[done]!;
      for (const pair of pairs[node]!) {
        const other = node < this.#m ? this.#m + cols[pair]! : rows[pair]!;
        if (other === this.#parent[node]) continue;
        this.#hang(other, node);
        this.#carried[other] = amounts[pair]!;
        queue[count++] = other;
      }
    }
    this.#settle(0, 0);
    this.#priceAnew();
  }

  /** Takes steps while there is one that gains more than rounding. @returns whether it came to an end */
  improve(most: number): boolean {
    const [m, n] = [this.#m, this.#n];
    let negligible = this.#priceAnew();
    for (let steps = 0, row = 0, seen = 0, isFresh = true; seen < m;) {
      const j = this.#cheapestIn(row);
      const gain = this.#sign * this.#costs[row * n + j]! - this.#price[row]! - this.#price[m + j]!;
      if (gain < -negligible) {
        if (++steps > most) return false;
        this.#enter(row, m + j, gain);
        [seen, isFresh] = [0, false];
      } else seen++;
      row = row + 1 === m ? 0 : row + 1;
      // Prices gather rounding from step to step: the last round goes by new ones.
      if (seen < m || isFresh) continue;
      negligible = this.#priceAnew();
      [seen, isFresh] = [0, true];
    }
    return true;
  }

  /** The pairs that carry something, in the order of columns and rows, without what was added. */
  flow(unit: number): Flow {
    const m = this.#m;
    const pairs: { row: number; col: number; amount: number }[] = [];
    for (let node = 1; node < this.#parent.length; node++) {
      const amount = Math.round(this.#carried[node]! / unit);
      const other = this.#parent[node]!;
      const [row, col] = node < m ? [node, other - m] : [other, node - m];
      if (amount > 0) pairs.push({ row, col, amount });
    }
    pairs.sort((a, b) => a.col - b.col || a.row - b.row);
    return {
      rows: Int32Array.from(pairs, ({ row }) => row),
      cols: Int32Array.from(pairs, ({ col }) => col),
      amounts: Float64Array.from(pairs, ({ amount }) => amount),
    };
  }

  /** The column that is cheapest for a row at the present prices. */
  #cheapestIn(row: number): number {
    const [m, n, costs, price, sign] = [this.#m, this.#n, this.#costs, this.#price, this.#sign];
    let best = Infinity;
    let column = 0;
    for (let j = 0, at = row * n; j < n; j++, at++) {
      const cost = sign * costs[at]! - price[m + j]!;
      if (cost < best) {
        best = cost;
        column = j;
      }
    }
    return column;
  }

  /** Sends as much as possible from a row to a column, and back through the tree; the pair that runs out leaves. */
  #enter(row: number, column: number, gain: number): void {
    const top = this.#meeting(row, column);
    const [fromRow, fromColumn] = [this.#scarcest(row, top, true), this.#scarcest(column, top, false)];
    const carried = this.#carried;
    const isRows = fromColumn === none || (fromRow !== none && carried[fromRow]! < carried[fromColumn]!);
    const out = isRows ? fromRow : fromColumn;
    const amount = carried[out]!;
    this.#send(row, top, amount, true);
    this.#send(column, top, amount, false);
    const [moved, onto] = isRows ? [row, column] : [column, row];
    this.#turn(moved, onto, out, amount);
    this.#settle(moved, isRows ? gain : -gain);
  }

  #meeting(a: number, b: number): number {
    const [parent, depth] = [this.#parent, this.#depth];
    while (a !== b) {
      if (depth[a]! >= depth[b]!) a = parent[a]!;
      else b = parent[b]!;
    }
    return a;
  }

  /** The node on the way up that carries least of what becomes less there. @param isRow - of rows, else of columns */
  #scarcest(node: number, top: number, isRow: boolean): number {
    const [m, parent, carried] = [this.#m, this.#parent, this.#carried];
    let found = none;
    for (; node !== top; node = parent[node]!) {
      if (node < m === isRow && (found === none || carried[node]! < carried[found]!)) found = node;
    }
    return found;
  }

  #send(node: number, top: number, amount: number, isRow: boolean): void {
    const [m, parent, carried] = [this.#m, this.#parent, this.#carried];
    for (; node !== top; node = parent[node]!) carried[node]! += node < m === isRow ? -amount : amount;
  }

  /** Hangs the part of the tree below `out` up at `node`, which then lies below `onto`. */
  #turn(node: number, onto: number, out: number, amount: number): void {
    for (;;) {
      const [above, carried] = [this.#parent[node]!, this.#carried[node]!];
      this.#takeDown(node);
      this.#hang(node, onto);
      this.#carried[node] = amount;
      if (node === out) return;
      [onto, node, amount] = [node, above, carried];
    }
  }

  #hang(node: number, onto: number): void {
    const first = this.#child[onto]!;
    this.#parent[node] = onto;
    this.#next[node] = first;
    this.#previous[node] = none;
    if (first !== none) this.#previous[first] = node;
    this.#child[onto] = node;
  }

  #takeDown(node: number): void {
    const [before, after] = [this.#previous[node]!, this.#next[node]!];
    if (before === none) this.#child[this.#parent[node]!] = after;
    else this.#next[before] = after;
    if (after !== none) this.#previous[after] = before;
  }

  /** Depths of a part of the tree, and its prices: rows `more`, columns less. */
  #settle(top: number, more: number): void {
    const [m, parent, child, next] = [this.#m, this.#parent, this.#child, this.#next];
    const [depth, price] = [this.#depth, this.#price];
    let node = top;
    for (;;) {
      depth[node] = parent[node] === none ? 0 : depth[parent[node]!]! + 1;
      price[node]! += node < m ? more : -more;
      if (child[node] !== none) {
        node = child[node]!;
        continue;
      }
      while (node !== top && next[node] === none) node = parent[node]!;
      if (node === top) return;
      node = next[node]!;
    }
  }

  /** Prices from the costs of the tree alone. @returns what a pair may seem to gain by rounding */
  #priceAnew(): number {
    const [m, n, parent, child, next] = [this.#m, this.#n, this.#parent, this.#child, this.#next];
    const [costs, price] = [this.#costs, this.#price];
    let [node, size] = [0, 0];
    price[0] = 0;
    for (;;) {
      if (child[node] !== none) node = child[node]!;
      else {
        while (node !== 0 && next[node] === none) node = parent[node]!;
        if (node === 0) return 4 * Number.EPSILON * size;
        node = next[node]!;
      }
      const above = parent[node]!;
      const cost = node < m ? costs[node * n + above - m]! : costs[above * n + node - m]!;
      price[node] = this.#sign * cost - price[above]!;
      size = Math.max(size, Math.abs(cost), Math.abs(price[node]!));
    }
  }
}

/** The pairs of each node. */
function pairsOfNodes(rows: Int32Array, cols: Int32Array, m: number, nodes: number): number[][] {
  const pairs = Array.from({ length: nodes }, (): number[] => []);
  for (let k = 0; k < rows.length; k++) {
    pairs[rows[k]!]!.push(k);
    pairs[m + cols[k]!]!.push(k);
  }
  return pairs;
}
