/**
 * How the page learns that its worker has died. A worker that crashes or runs out of memory says nothing, and one
 * that computes says nothing either; but the browser gives back the locks of a thread that is no more.
 */

/** In the worker: holds a lock for as long as it lives. @returns whether there are locks here */
export function holdLife(name: string): Promise<boolean> {
  if (!("locks" in navigator)) return Promise.resolve(false);
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held(true);
      return new Promise<never>(() => {});
    });
  });
}

/** In the page: when the thread that holds the lock is no more. */
export function lifeEnds(name: string): Promise<void> {
  return navigator.locks.request(name, () => {});
}
