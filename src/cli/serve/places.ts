import { Refusal } from "./answer.ts";

/** What a place is given back with; more than once is the same as once. */
export type Leave = () => void;

/**
 * How much is worked on at once, and how much may wait for it, in the order in which it came. What is beyond that is
 * refused at once: it would time out later, and take memory until then.
 */
export class Places {
  readonly #most: number;
  readonly #queue: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(most: number, queue: number) {
    this.#most = most;
    this.#queue = queue;
  }

  /** Jobs that are worked on. */
  get taken(): number {
    return this.#taken;
  }

  /** Jobs that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether one more would be taken, or may wait. */
  get hasRoom(): boolean {
    return this.#taken < this.#most || this.#waiting.length < this.#queue;
  }

  /** @throws {Refusal} 429, if one more would have to be refused now. */
  assertRoom(): void {
    if (this.hasRoom) return;
    const seconds = String(1 + Math.floor(this.#waiting.length / this.#most));
    throw new Refusal(
      429,
      `${this.#taken} jobs are worked on and ${this.#waiting.length} wait; no more may wait. Ask again later.`,
      { "Retry-After": seconds },
    );
  }

  /**
   * Waits for a place.
   * @param signal - of who gives up waiting
   * @throws {Refusal} as `assertRoom`. @throws the reason of the signal.
   */
  async take(signal: AbortSignal): Promise<Leave> {
    signal.throwIfAborted();
    this.assertRoom();
    if (this.#taken < this.#most) this.#taken++;
    else await this.#turn(signal);
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#pass();
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      const enter = () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      this.#waiting.push(enter);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** The place goes to the next that waits, so nobody who comes later can take it. */
  #pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken--;
  }
}
