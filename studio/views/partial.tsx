/** The values of a running answer, drawn as they come. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Figure } from "repgeom/charts";
import { partial, running } from "../session/live.ts";
import { Chart } from "./chart.tsx";
import { partialFigure } from "./table.ts";

/** Frames are spared for the person: drawing takes at most a quarter of the time. */
const share = 3;

export function PartialView({ answer }: { readonly answer: number }) {
  const figure = useNewest(partial.value?.answer === answer);
  const { done = 0, total = 0 } = (running.value?.answer === answer && running.value.progress) || {};
  return (
    <div class="card partial" aria-busy="true">
      {figure ? (
        <Chart figure={figure} eager />
      ) : (
        <>
          <h3>Values so far</h3>
          <div class="pending" />
        </>
      )}
      {total > 0 && (
        <p class="empty">
          {done} of {total}
        </p>
      )}
    </div>
  );
}

/** The figure of the newest values, at most once a frame, and seldom where drawing is slow. */
function useNewest(isOwn: boolean): Figure | undefined {
  const [figure, setFigure] = useState<Figure>();
  const isWaiting = useRef(false);
  useEffect(() => {
    if (!isOwn) return;
    let isOver = false;
    const draw = () => {
      isWaiting.current = false;
      if (isOver || !partial.peek()) return;
      const start = performance.now();
      setFigure(partialFigure(partial.peek()!));
      requestAnimationFrame(() =>
        setTimeout(() => (free = performance.now() + share * (performance.now() - start - frame))),
      );
    };
    let free = 0;
    const end = partial.subscribe(() => {
      if (isWaiting.current) return;
      isWaiting.current = true;
      setTimeout(() => requestAnimationFrame(draw), Math.max(0, free - performance.now()));
    });
    return () => {
      isOver = true;
      end();
    };
  }, [isOwn]);
  return figure;
}

/** Milliseconds. */
const frame = 17;
