/** What is seen of a plane: its whole at scale 1. The centre is in shares of the whole, from its lower left corner. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const whole: View = { scale: 1, x: 0.5, y: 0.5 };

const largest = 200;

/** The part of the ends of an axis that is seen. @param centre - in shares of the whole */
export function seen(
  [low, high]: readonly [number, number],
  centre: number,
  scale: number,
): [number, number] {
  const [middle, half] = [low + centre * (high - low), (high - low) / (2 * scale)];
  return [middle - half, middle + half];
}

/** Nearer by a factor, so that one place stays where it is. @param at - in shares of what is seen, from the lower left */
export function zoomed(view: View, factor: number, at: readonly [number, number] = [0.5, 0.5]): View {
  const scale = Math.min(largest, Math.max(1, view.scale * factor));
  const change = 1 / view.scale - 1 / scale;
  return inside({
    scale,
    x: view.x + (at[0] - 0.5) * change,
    y: view.y + (at[1] - 0.5) * change,
  });
}

/** Moved by shares of what is seen. */
export function moved({ scale, x, y }: View, right: number, up: number): View {
  return inside({ scale, x: x - right / scale, y: y - up / scale });
}

/** Nothing beyond the whole is seen. */
function inside({ scale, x, y }: View): View {
  const half = 0.5 / scale;
  const within = (centre: number) => Math.min(1 - half, Math.max(half, centre));
  return { scale, x: within(x), y: within(y) };
}

/** How far a wheel turns, as a factor. A touch pad sends what two fingers do as a wheel with the control key. */
export function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const unit = deltaMode === 1 ? 0.05 : deltaMode === 2 ? 1 : 0.002;
  const turn = -deltaY * unit * (ctrlKey && Math.abs(deltaY) < 50 ? 10 : 1);
  return Math.exp(Math.LN2 * Math.min(2, Math.max(-2, turn)));
}
