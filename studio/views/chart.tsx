/** A chart of the library as a component. */
import { useEffect, useRef } from "preact/hooks";
import { chart, type Figure } from "repgeom/charts";
import { link } from "../session/live.ts";

export function Chart({ figure }: { readonly figure: Figure }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    holder.current!.replaceChildren(chart(figure, { link }));
  }, [figure]);
  return <div class="charts single" ref={holder} />;
}
