/** Messages that come faster than anybody reads are not sent: of those in between only the last one is. */
export interface Throttled<T> {
  /** Sends it, now or when the time since the last one is over, unless another one comes meanwhile. */
  tell(value: T): void;
  /** Sends nothing any more. */
  end(): void;
}

/** @param every - milliseconds between two messages */
export function throttled<T>(send: (value: T) => void, every: number): Throttled<T> {
  let last = -Infinity;
  let waiting: { readonly value: T } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    last = performance.now();
    send(value);
  };
  return {
    tell(value) {
      waiting = { value };
      const left = last + every - performance.now();
      // A thread that computes reaches its timers late, so a message that is due goes out at once.
      if (left <= 0) flush();
      else timer ??= setTimeout(flush, left);
    },
    end() {
      clearTimeout(timer);
      waiting = undefined;
      timer = undefined;
    },
  };
}
