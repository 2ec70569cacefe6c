import { element } from "../parts/element.ts";

/** What a slider moves through. */
export interface Course {
  readonly label: string;
  /** Steps from the first to the last. */
  readonly steps: number;
  readonly seconds: number;
  /** What is said of a step. */
  text(step: number): string;
  set(step: number): void;
}

export interface Player {
  readonly element: HTMLElement;
  /** Starts and stops; undefined where the reader wants no motion. */
  readonly toggle: (() => void) | undefined;
}

/** A slider, and a button that moves it. Without the button where the reader asks for less motion. */
export function playerOf({ label, steps, seconds, text, set }: Course): Player {
  const range = { type: "range", min: "0", max: String(steps), step: "1", value: "0", "aria-label": label };
  const slider = element("input", range, []);
  const said = element("output", {}, []);
  const button = element("button", { type: "button" }, []);
  let started: number | undefined;
  const show = () => {
    const step = Number(slider.value);
    said.textContent = text(step);
    slider.setAttribute("aria-valuetext", text(step));
    set(step);
  };
  const sign = () => {
    button.textContent = started === undefined ? "▶" : "❚❚";
    button.setAttribute("aria-label", `${started === undefined ? "Play" : "Stop"}: ${label}`);
  };
  const stop = () => {
    started = undefined;
    sign();
  };
  const frame = (now: number) => {
    if (started === undefined || !slider.isConnected) return stop();
    const share = Math.min(1, (now - started) / (1000 * seconds));
    slider.value = String(Math.round(share * steps));
    show();
    if (share < 1) requestAnimationFrame(frame);
    else stop();
  };
  const toggle = () => {
    if (started !== undefined) return stop();
    const from = Number(slider.value) >= steps ? 0 : Number(slider.value) / steps;
    started = performance.now() - 1000 * seconds * from;
    sign();
    requestAnimationFrame(frame);
  };
  slider.addEventListener("input", () => {
    stop();
    show();
  });
  button.addEventListener("click", toggle);
  sign();
  said.textContent = text(0);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const parts = [...(isStill ? [] : [button]), element("span", {}, [label]), slider, said];
  return {
    element: element("div", { class: "controls player" }, parts),
    toggle: isStill ? undefined : toggle,
  };
}
