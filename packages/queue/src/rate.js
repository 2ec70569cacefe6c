/** Tiles a second over the last minute, and the time that is left at that rate. */
export class Rate {
  /** @type {{ at: number, done: number }[]} */
  #marks = [];
  #now;

  /** @param {() => number} now - seconds */
  constructor(now = () => performance.now() / 1000) {
    this.#now = now;
  }

  /**
   * @param {number} done
   * @param {number} total
   * @returns {{ perSecond: number, secondsLeft: number }} Infinity while nothing is known
   */
  at(done, total) {
    const at = this.#now();
    const last = this.#marks.at(-1);
    if (!last || at - last.at >= 1) this.#marks.push({ at, done });
    while (this.#marks.length > 2 && at - /** @type {{ at: number }} */ (this.#marks[0]).at > 60)
      this.#marks.shift();
    const [first = { at, done }] = this.#marks;
    const perSecond = at > first.at ? (done - first.done) / (at - first.at) : 0;
    return { perSecond, secondsLeft: perSecond > 0 ? (total - done) / perSecond : Infinity };
  }
}
