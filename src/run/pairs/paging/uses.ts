/** Which of what is here is needed when: `needs` lists for each job, in their order, what it reads. */
export class Uses {
  /** Of each, the places of the jobs that need it, in their order. */
  readonly #places = new Map<number, number[]>();
  /** Of each, how many of those have started. */
  readonly #past = new Map<number, number>();
  #now = -1;

  constructor(needs: readonly (readonly number[])[]) {
    for (const [place, ids] of needs.entries()) {
      for (const id of ids) {
        const list = this.#places.get(id);
        if (list) list.push(place);
        else this.#places.set(id, [place]);
      }
    }
  }

  /** The job at that place starts; those before it have started. */
  start(place: number): void {
    this.#now = Math.max(this.#now, place);
  }

  /** The place of the first job that needs it and has not started, or Infinity. */
  next(id: number): number {
    const places = this.#places.get(id) ?? [];
    let past = this.#past.get(id) ?? 0;
    while (past < places.length && places[past]! <= this.#now) past++;
    this.#past.set(id, past);
    return places[past] ?? Infinity;
  }

  /** Of several, the one that is needed last: the best to drop (Belady 1966). Undefined of none. */
  latest(ids: Iterable<number>): number | undefined {
    let [latest, last]: [number | undefined, number] = [undefined, -1];
    for (const id of ids) {
      const next = this.next(id);
      if (next > last) [latest, last] = [id, next];
    }
    return latest;
  }
}
