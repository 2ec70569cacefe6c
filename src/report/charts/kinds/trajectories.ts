import type { TrajectoriesFigure } from "../../figures.ts";
import { playerOf, type Player } from "../act/play.ts";
import { selectionOf, type Link, type Selection } from "../link.ts";
import { frame } from "../parts/frame.ts";
import { declared, whileKept } from "../parts/linked.ts";
import { drawnLook } from "../parts/look.ts";
import { lookLegend } from "../parts/look-legend.ts";
import { colourAt } from "../parts/palette.ts";
import type { Scene, Triple } from "../space/scene.ts";
import { spatialView } from "../space/spatial.ts";

/** Paths in space. All panels turn together; one more goes from the first to the last. */
export function trajectories(figure: TrajectoriesFigure, link: Link): HTMLElement[] {
  const { panels, times, axes, title, look, caption = "" } = figure;
  const drawnAs = drawnLook(look, "var(--accent)");
  const withTips = panels.map(({ title, paths }) => ({
    title,
    paths: paths.map((path, k) => ({
      ...path,
      ...(look?.colour ? { drawn: drawnAs.of(k) } : ungrouped(path, k)),
      tips: path.points.map((_, t) =>
        [path.name, ...drawnAs.tip(k), times?.[t] ?? `point ${t + 1} of ${path.points.length}`].join("\n"),
      ),
    })),
  }));
  const isMoving = canMove(figure);
  const between = { ...withTips[0]!, title: `${panels[0]!.title} → ${panels.at(-1)!.title}` };
  const moves = isMoving ? playerOf(alignment(panels, (share) => move(share))) : undefined;
  const timed = timeOf(figure, link, (at) => view.redraw(at));
  const players = [...(moves ? [moves] : []), ...(timed ? [timed] : [])];
  const view = spatialView(isMoving ? [...withTips, between] : withTips, {
    axes,
    label: title,
    link,
    stands: standsOf(figure),
    legend: (width) => lookLegend([look], false, width),
    controls: players.map(({ element }) => element),
  });
  const move = (share: number) => {
    moveBetween(view.scenes, share);
    view.redraw();
  };
  const help =
    "A circle marks the start. Drag or press arrow keys to turn." +
    (players.some(({ toggle }) => toggle) ? " The space bar plays." : "");
  const made = frame(
    { title, wide: figure.wide ?? panels.length > 1 },
    [view.box],
    [`${caption} ${help}`.trim()],
  );
  playBySpace(made, players);
  return [made];
}

/** Paths without a group have colours all the same, and their names stand at their ends. */
function ungrouped({ group, name }: { group?: string; name: string }, k: number) {
  return group === undefined && name !== "" ? { drawn: { colour: colourAt(k), shape: 0 }, named: true } : {};
}

/** Whether the first and the last panel have the same paths of the same points. */
function canMove({ panels }: TrajectoriesFigure): boolean {
  const [first, last] = [panels[0]!.paths, panels.at(-1)!.paths];
  const isSame = (k: number) =>
    first[k]!.name === last[k]!.name && first[k]!.points.length === last[k]!.points.length;
  return panels.length > 1 && first.length === last.length && first.every((_, k) => isSame(k));
}

const steps = 60;

function alignment(panels: TrajectoriesFigure["panels"], set: (share: number) => void) {
  const [first, last] = [panels[0]!.title, panels.at(-1)!.title];
  return {
    label: `${first} to ${last}`,
    steps,
    seconds: 3,
    text: (step: number) =>
      step === 0 ? first : step === steps ? last : `${Math.round((100 * step) / steps)} %`,
    set: (step: number) => set(step / steps),
  };
}

/** Puts the points of the last scene between those of the first and of the one before it. */
function moveBetween(scenes: readonly Scene[], share: number): void {
  const [from, to, moving] = [scenes[0]!, scenes.at(-2)!, scenes.at(-1)!];
  moving.paths.forEach((path, k) => {
    const [a, b] = [from.paths[k]!.points, to.paths[k]!.points];
    path.points = a.map((point, t) => point.map((x, j) => x + share * (b[t]![j]! - x)) as Triple);
  });
}

/** A slider over the points of the paths. Where they are stimuli, it lights them, and shows those of other charts. */
function timeOf(
  { panels, times, stimuli }: TrajectoriesFigure,
  link: Link,
  mark: (at: readonly number[]) => void,
): Player | undefined {
  const count = panels[0]!.paths[0]?.points.length ?? 0;
  if (count < 3) return undefined;
  const names = Array.isArray(stimuli) ? (stimuli as readonly string[]) : undefined;
  const player = playerOf({
    label: "along the paths",
    steps: count - 1,
    seconds: Math.min(12, Math.max(3, count / 20)),
    text: (step) => times?.[step] ?? `point ${step + 1} of ${count}`,
    set(step) {
      if (names) link.light(selectionOf("stimuli", [names[step]!]));
      else mark([step]);
    },
  });
  if (names) {
    const update = () => {
      const shown = new Set([...link.lit.stimuli, ...link.selected.stimuli]);
      mark(names.flatMap((name, at) => (shown.has(name) ? [at] : [])));
    };
    whileKept(player.element, link, update);
  }
  return player;
}

function standsOf(figure: TrajectoriesFigure): (path: number, at?: number) => Selection | undefined {
  const { panels, stimuli, ...rest } = figure;
  const own = declared(
    { ...rest },
    panels[0]!.paths.map(({ name }) => name),
  );
  return (path, at) => {
    const name = own?.names[path];
    const stimulus =
      at !== undefined && Array.isArray(stimuli) ? (stimuli[at] as string | undefined) : undefined;
    if (name === undefined && stimulus === undefined) return undefined;
    return {
      ...selectionOf(own?.kind ?? "networks", name === undefined ? [] : [name]),
      ...(stimulus === undefined ? {} : { stimuli: [stimulus] }),
    };
  };
}

/** The space bar starts and stops what was played last, unless it means something to what has the focus. */
function playBySpace(figure: HTMLElement, players: readonly Player[]): void {
  let last = players[0];
  for (const player of players) player.element.addEventListener("pointerdown", () => (last = player));
  figure.addEventListener("keydown", (event) => {
    if (event.key !== " " || (event.target as Element).closest("button, input, [role='button']")) return;
    if (!last?.toggle) return;
    event.preventDefault();
    last.toggle();
  });
}
