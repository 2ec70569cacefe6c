/** Draws what is near the window, one thing a frame, so that an answer with many figures never blocks the page. */

/** How far outside the views something is drawn already, in parts of their height. */
const margin = "120%";

type Work = () => void;
const waiting = new Map<Element, Work>();
let runs = false;

/**
 * Calls `work` once, as soon as the element is near the window and nothing before it is left to draw.
 * @returns forgets it
 */
export function whenNear(element: Element, work: Work): () => void {
  const root = element.closest(".views, .inspector");
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      waiting.set(element, work);
      start();
    },
    { root, rootMargin: margin },
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
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
    return;
  }
  const work = waiting.get(element)!;
  waiting.delete(element);
  work();
  requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(next)));
}

function distance(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(0, top - innerHeight, -bottom) * 1e4 + Math.max(0, top);
}
