/** Milliseconds for which work may block the event loop. */
const patience = 12;

/**
 * Returns a function that lets the event loop run if it has been blocked for some time. It gives
 * nothing to wait for while there is time left, so that many short steps cost next to nothing.
 */
export function eventLoopTurns(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < patience) return undefined;
    return nextTurn().then(() => void (last = performance.now()));
  };
}

/** Timers of browsers wait 4 ms and those of Node 1 ms, which is much beside 12 ms of work. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    try {
      if (typeof setImmediate === "function") setImmediate(resolve);
      else afterMessage(resolve);
    } catch {
      setTimeout(resolve); // edge functions of Next have both names, but refuse the calls
    }
  });
}

function afterMessage(work: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    port1.close();
    work();
  });
  port1.start();
  port2.postMessage(undefined);
}
