import type { Matrix } from "../../base/matrix.ts";

/** Pairs of units; a number beyond the last unit of a network stands for no partner. */
interface Pairs {
  readonly rows: ArrayLike<number>;
  readonly cols: ArrayLike<number>;
}

/**
 * Whether another one-to-one matching has a sum of gains that is nearly the largest, too. Units that exchange partners in a
 * circle make a matching another one; so the question is whether some circle loses nothing. With prices under which no single
 * move gains, that is a circle of moves that lose no more than the slack, each by itself.
 *
 * @param gains - units of x × units of y
 * @param best - the matching whose sum is largest; who has no partner is with units beyond the last
 * @param slack - what a move may lose
 */
export function hasRival(gains: Matrix, best: Pairs, slack: number): boolean {
  const losses = lossesOfMoves(gains, best);
  return hasCircle(losses, pricesOf(losses), slack);
}

/** What is lost if the unit of a pair moves to the partner of another: pairs × pairs. */
interface Losses {
  readonly count: number;
  readonly data: Float64Array;
}

/** The unit that moves is that of the narrower network. Partners that are free count as one more pair, at the end. */
function lossesOfMoves({ rows: p, cols: q, data }: Matrix, { rows, cols }: Pairs): Losses {
  const [movers, partners, fewer] = p <= q ? [rows, cols, p] : [cols, rows, q];
  const [step, stride] = p <= q ? [q, 1] : [1, q];
  const places = Array.from(partners, (partner) => partner * stride);
  const matched = places.filter((_, k) => movers[k]! < fewer);
  const free = places.filter((_, k) => movers[k]! >= fewer);
  const count = fewer + +(free.length > 0);
  const losses = new Float64Array(count * count);
  for (let k = 0, to = 0; k < movers.length; k++) {
    if (movers[k]! >= fewer) continue;
    const from = movers[k]! * step;
    const now = data[from + places[k]!]!;
    for (let b = 0; b < fewer; b++) losses[to++] = now - data[from + matched[b]!]!;
    if (free.length > 0) losses[to++] = now - largestAt(data, from, free);
  }
  return { count, data: losses };
}

function largestAt(data: Float64Array, from: number, places: readonly number[]): number {
  let most = -Infinity;
  for (let k = 0; k < places.length; k++) most = Math.max(most, data[from + places[k]!]!);
  return most;
}

/** The least loss of a chain of moves that ends at each pair (Bellman–Ford): losses plus their differences are not negative. */
function pricesOf({ count, data }: Losses): Float64Array {
  const prices = new Float64Array(count);
  const fell = new Uint8Array(count).fill(1); // since chains were last continued from there
  for (let pass = 0, moved = true; moved && pass < count; pass++) {
    moved = false;
    for (let a = 0; a < count; a++) {
      if (fell[a] === 0) continue;
      fell[a] = 0;
      const price = prices[a]!;
      for (let b = 0, k = a * count; b < count; b++, k++) {
        const via = price + data[k]!;
        if (via >= prices[b]!) continue;
        prices[b] = via;
        fell[b] = 1;
        moved = true;
      }
    }
  }
  return prices;
}

/** Whether moves that lose nothing to speak of lead back to where they began: pairs that none leads to are taken away in turn. */
function hasCircle({ count, data }: Losses, prices: Float64Array, slack: number): boolean {
  const moves: number[][] = Array.from({ length: count }, () => []);
  const leading = new Int32Array(count);
  for (let a = 0, k = 0; a < count; a++) {
    const highest = slack - prices[a]!;
    for (let b = 0; b < count; b++, k++) {
      if (data[k]! - prices[b]! > highest || a === b) continue;
      moves[a]!.push(b);
      leading[b]!++;
    }
  }
  const open = [...leading.keys()].filter((b) => leading[b] === 0);
  let left = count;
  for (let a = open.pop(); a !== undefined; a = open.pop(), left--) {
    for (const b of moves[a]!) if (--leading[b]! === 0) open.push(b);
  }
  return left > 0;
}
