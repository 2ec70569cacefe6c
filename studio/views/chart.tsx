/** A chart of the library as a component: drawn when it is near the window, updated when its figure changes. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { computed, effect } from "@preact/signals";
import type { Figure, FigureKind } from "repgeom/charts";
import { stimulusImages } from "../data/stimuli/images.ts";
import { pictured } from "../data/stimuli/pictured.ts";
import { link } from "../session/live.ts";
import { session } from "../session/store.ts";
import { colourByClusters, type Cut } from "./clusters.ts";
import { whenNear } from "./near.ts";

/** Nobody needs them before there are data. */
const charts = () => import("./drawing.ts");
const some = computed(() => session.value.items.length > 0);
effect(() => {
  if (some.value) void charts().then(({ warmUp }) => (globalThis.requestIdleCallback ?? setTimeout)(warmUp));
});

/** @param eager - draws at once: a chart that changes many times a second */
export function Chart({
  figure: plain,
  eager = false,
}: {
  readonly figure: Figure;
  readonly eager?: boolean;
}) {
  const images = stimulusImages.value;
  const figure = useMemo(() => pictured(plain, images), [plain, images]);
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLElement | undefined>(undefined);
  const [cut, setCut] = useState<Cut>();
  const newest = useRef<Figure>(figure);
  newest.current =
    cut && figure.kind === "tree" ? { ...figure, cut: cut.height, labels: cut.labels } : figure;
  const [fault, setFault] = useState<string>();
  const drawSaying = () =>
    draw().then(
      () => setFault(undefined),
      (error: Error) => setFault(error.message),
    );
  const draw = async () => {
    const { chart, updateChart } = await charts();
    if (!holder.current) return; // taken away meanwhile
    const next = newest.current;
    if (drawn.current) return updateChart(drawn.current, next);
    const onCut = (height: number, labels: readonly number[]) => setCut({ height, labels });
    drawn.current = chart(next, { link, onCut });
    holder.current.replaceChildren(drawn.current);
  };
  useEffect(() => {
    if (!eager && !drawn.current) return whenNear(holder.current!, () => void drawSaying());
    void drawSaying();
    return undefined;
  }, [figure]);
  return (
    <>
      {fault && <p class="error">This view cannot be drawn. {fault}</p>}
      <div class="charts single" ref={holder} hidden={fault !== undefined}>
        <figure data-view={viewName(figure.kind)} aria-busy="true">
          <h3>{figure.title}</h3>
          <div class="pending" />
        </figure>
      </div>
      {cut && figure.kind === "tree" && new Set(cut.labels).size > 1 && (
        <button onClick={() => colourByClusters(figure.names, cut)}>
          Colour by these {new Set(cut.labels).size} clusters
        </button>
      )}
    </>
  );
}

/** As the chart calls itself once it is drawn. */
function viewName(kind: FigureKind): string {
  return kind === "heat-maps" ? "heat-map" : kind;
}
