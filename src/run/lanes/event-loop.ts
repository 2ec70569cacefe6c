/** Milliseconds for which work may block the event loop. */
const patience = 12;

/** Returns a function that lets the event loop run if it has been blocked for some time. */
export function eventLoopTurns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < patience) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
