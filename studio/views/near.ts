/** Draws what is near the window first, one thing a frame, so that an answer with many figures never blocks the page. */

/** How far outside the views something is drawn already, in parts of their height. */
const margin = "120%";

type Work = () => void;
const waiting = new Map<Element, Work>();
/** What nobody has come near to yet. It is drawn when the page has nothing to do, so that tables and searches find it. */
const far = new Map<Element, Work>();
let runs = false;

/**
 * Calls `work` once, as soon as the element is near the window and nothing before it is left to draw.
 * @returns forgets it
 */
export function whenNear(element: Element, work: Work): () => void {
  const come = () => {
    observer.disconnect();
    far.delete(element);
    waiting.set(element, work);
    start();
  };
  const root = element.closest(".views, .inspector");
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      come();
    },
    { root, rootMargin: margin },
  );
  observer.observe(element);
  far.set(element, come);
  whenIdle();
  return () => {
    observer.disconnect();
    far.delete(element);
    waiting.delete(element);
  };
}

function start(): void {
  if (runs) return;
  runs = true;
  requestAnimationFrame(next);
}

/** Those that are seen first; the frame in between draws the last one. */
function next(): void {
  const [element] = [...waiting.keys()].sort((a, b) => distance(a) - distance(b));
  if (!element) {
    runs = false;
    whenIdle();
    return;
  }
  const work = waiting.get(element)!;
  waiting.delete(element);
  work();
  requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(next)));
}

let isPlanned = false;

/** Calls the next of `far` that is not hidden. */
function whenIdle(): void {
  if (isPlanned || far.size === 0) return;
  isPlanned = true;
  idle(() => {
    isPlanned = false;
    if (runs) return; // it comes back when that is drawn
    for (const [element, come] of far) if (element.checkVisibility()) return come();
  });
}

function idle(work: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(work);
  else setTimeout(work, 200);
}

function distance(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom) * 1e4 + Math.max(0, top);
}
