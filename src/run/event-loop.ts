/** Milliseconds for which the event loop may stand still. */
const patience = 12;

/** Waits for the event loop to come round, if it has not for some time. */
export function eventLoopTurns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < patience) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
