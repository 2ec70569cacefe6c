// The simulated machines: workers, one disk that all of them read, one coordinator. Both serve one request after the
// other, in the order in which they come.

/** What a worker holds: the networks that it used last. */
class Held {
  #ids = new Map();
  #capacity;
  constructor(capacity) {
    this.#capacity = capacity;
  }
  /** @returns whether it was there */
  use(id) {
    const has = this.#ids.delete(id);
    this.#ids.set(id, true);
    if (this.#ids.size > this.#capacity) this.#ids.delete(this.#ids.keys().next().value);
    return has;
  }
}

/** One server with a queue. */
class Server {
  free = 0;
  busy = 0;
  /** @returns when a request that comes at `time` is served */
  serve(time, seconds) {
    this.busy += seconds;
    this.free = Math.max(this.free, time) + seconds;
    return this.free;
  }
}

/** The next worker is the one that is free first. */
class Heap {
  #items = [];
  get size() {
    return this.#items.length;
  }
  push(item) {
    const items = this.#items;
    let at = items.push(item) - 1;
    for (let up; at > 0 && items[(up = (at - 1) >> 1)].time > item.time; at = up) items[at] = items[up];
    items[at] = item;
  }
  pop() {
    const items = this.#items;
    const [first] = items;
    const last = items.pop();
    if (items.length === 0) return first;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= items.length) break;
      if (down + 1 < items.length && items[down + 1].time < items[down].time) down++;
      if (items[down].time >= last.time) break;
      items[at] = items[down];
      at = down;
    }
    items[at] = last;
    return first;
  }
}

/**
 * @param world - the tiles and what each thing costs
 * @param count - workers of one thread
 * @param how - "queue": a coordinator gives out tiles; "shards": each has its own, and nobody speaks to anybody
 */
export function simulate(world, count, how) {
  const { units, cost, disk, networks, capacity, sharedRate, queueSeconds, sharesOf } = world;
  const shares = how === "shards" ? sharesOf(count) : undefined;
  const [shared, coordinator] = [new Server(), new Server()];
  const prepared = new Uint8Array(networks); // in the cache that all share
  const heap = new Heap();
  let given = 0;
  for (let index = 0; index < count; index++)
    heap.push({ time: 0, index, next: 0, held: new Held(capacity) });
  let [compute, waited, queued, end, last] = [0, 0, 0, 0, 0];
  // A thread that syncs once a second is that much slower.
  const slower = 1 / Math.max(0.1, 1 - disk.sync);
  while (heap.size > 0) {
    const worker = heap.pop();
    const unit = shares ? shares[worker.index][worker.next++] : units[given++];
    if (!unit) continue;
    let { time } = worker;
    if (!shares) {
      const asked = time;
      time = coordinator.serve(time, queueSeconds + disk.append);
      queued += time - asked;
    }
    for (const id of membersOf(unit)) {
      if (worker.held.use(id)) continue;
      const start = time;
      const [bytes, here] = prepared[id]
        ? [cost.preparedBytes, cost.readPrepared]
        : [cost.fileBytes, cost.read];
      time = Math.max(shared.serve(time, bytes / sharedRate), time + here);
      waited += time - start;
      if (!prepared[id]) {
        prepared[id] = 1;
        // Whoever comes first prepares it, and writes it for the others.
        shared.serve(time, cost.preparedBytes / sharedRate);
        time += cost.prepare;
        compute += cost.prepare;
      }
    }
    const work =
      (2 * side(unit) * cost.feature + pairsIn(unit) * cost.product) * slower + (shares ? disk.append : 0);
    compute += work;
    time += work;
    last = Math.max(last, time);
    heap.push({ ...worker, time });
  }
  end = last;
  // One process reads all records, and writes the square.
  const merge = (4 * networks ** 2) / disk.readRate + (8 * networks ** 2) / disk.writeRate;
  const seconds = end + merge;
  const parts = {
    compute: compute / (count * end),
    read: waited / (count * end),
    queue: queued / (count * end),
    merge,
  };
  return {
    workers: count,
    how,
    seconds,
    efficiency: (compute + merge) / (count * seconds),
    parts,
    limit: limitOf(parts, end),
  };
}

/** What the workers do if it is nearly all, else what they wait for most; the merge if it is a third of all. */
function limitOf({ compute, read, queue, merge }, end) {
  if (merge > end / 2) return "the merge";
  if (compute > 0.8) return "computing";
  const waits = { reading: read, "the queue": queue, "too few tiles": 1 - compute - read - queue };
  const [[word]] = Object.entries(waits).sort((a, b) => b[1] - a[1]);
  return word;
}

function side({ rows, cols }) {
  return (rows.end - rows.start + cols.end - cols.start) / 2;
}

function membersOf({ rows, cols }) {
  const ids = [];
  for (let id = rows.start; id < rows.end; id++) ids.push(id);
  if (cols.start !== rows.start) for (let id = cols.start; id < cols.end; id++) ids.push(id);
  return ids;
}

function pairsIn({ rows, cols }) {
  const [height, width] = [rows.end - rows.start, cols.end - cols.start];
  return rows.start === cols.start ? (height * (height - 1)) / 2 : height * width;
}
