// The simulated copies.
import { seriesOf } from "./axes.mjs";

export function simulatedLines(simulated) {
  const x = simulated.map((_, k) => k);
  return {
    kind: "lines",
    title: "Simulated copies: likeness to the true wRSM",
    caption:
      "Simulated. The true wRSM is that without noise. Held-out images, 95 % bootstrap intervals over copies.",
    x: {
      label: "noise, relative to the responses",
      ticks: simulated.map(({ level }, at) => ({ at, label: String(level) })),
    },
    y: { label: "correlation", domain: [-0.2, 1] },
    series: [
      seriesOf(
        "native",
        x,
        simulated.map(({ native }) => native),
      ),
      seriesOf(
        "shared",
        x,
        simulated.map(({ shared }) => shared),
      ),
    ],
  };
}

export function simulatedTable(simulated) {
  return {
    kind: "table",
    title: "Simulated copies, by noise",
    columns: ["noise", "iRSM, native", "iRSM, shared", "wRSM", "shared − wRSM, largest"],
    rows: simulated.map(({ level, native, shared, within, gap }) => [
      String(level),
      native.value,
      shared.value,
      within.value,
      gap,
    ]),
  };
}
