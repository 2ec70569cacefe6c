/** A chart of the library as a component: drawn when it is near the window, redrawn when its figure changes. */
import { useEffect, useRef } from "preact/hooks";
import { chart, type Figure, type FigureKind } from "repgeom/charts";
import { link } from "../session/live.ts";
import { whenNear } from "./near.ts";

/** @param eager - draws at once: a chart that changes many times a second */
export function Chart({ figure, eager = false }: { readonly figure: Figure; readonly eager?: boolean }) {
  const holder = useRef<HTMLDivElement>(null);
  const newest = useRef(figure);
  const isDrawn = useRef(false);
  newest.current = figure;
  const draw = () => {
    isDrawn.current = true;
    holder.current!.replaceChildren(chart(newest.current, { link }));
  };
  useEffect(() => {
    if (eager || isDrawn.current) return draw();
    return whenNear(holder.current!, draw);
  }, [figure]);
  return (
    <div class="charts single" ref={holder}>
      <figure data-view={viewName(figure.kind)} aria-busy="true">
        <h3>{figure.title}</h3>
        <div class="pending" />
      </figure>
    </div>
  );
}

/** As the chart calls itself once it is drawn. */
function viewName(kind: FigureKind): string {
  return kind === "heat-maps" ? "heat-map" : kind;
}
