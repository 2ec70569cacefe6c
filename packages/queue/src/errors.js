/** What is wrong with the queue: its address, its server, its jobs. The message says what to do. */
export class QueueError extends Error {
  /** @override */
  name = "QueueError";
}

/** A tile failed as often as it may be tried: the job cannot be completed. */
export class TileError extends Error {
  /** @override */
  name = "TileError";

  /**
   * @param {number} tile
   * @param {string} message
   */
  constructor(tile, message) {
    super(message);
    this.tile = tile;
  }
}

/** Thrown by `compute` of a worker that can do none of the job's tiles: the tile is handed back, and the worker ends. */
export class LeaveError extends Error {
  /** @override */
  name = "LeaveError";
}
