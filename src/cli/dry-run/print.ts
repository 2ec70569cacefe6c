import type { PairsPart, Part, PiecesPart } from "../../run/rehearsal/rehearsal.ts";
import type { Seconds } from "../../run/rehearsal/timing.ts";
import { toJsonText } from "../output.ts";
import { formatSeconds } from "../progress.ts";
import { print } from "../stdout.ts";
import { planOf, type Plan } from "./plan.ts";
import { endDryRun, type Planned } from "./state.ts";

/** Prints what the command would do. @param error - what ended the rehearsal, if something did */
export async function printPlan(command: string, error?: unknown): Promise<void> {
  const run = endDryRun()!;
  const plan = planOf(command, run, error);
  await print([run.flags.json ? toJsonText(plan) : textOf(plan)]);
}

function textOf(plan: Plan): string {
  const { command, parts, time, memory, disk, notes } = plan;
  const { checkpoint, cache } = disk;
  const files = disk.files.map(fileText);
  const beside = [
    checkpoint === undefined ? undefined : `a checkpoint about ${sizeText(checkpoint)}`,
    cache === undefined ? undefined : `a cache of what is prepared about ${sizeText(cache)}`,
  ].filter((text) => text !== undefined);
  const lines = [
    `${command}, dry run: nothing is written.`,
    ...parts.flatMap(partLines),
    line("time", `about ${spreadText(time)}`),
    ...(memory ? [line("memory", memoryText(memory))] : []),
    ...[...files, ...beside].map((text, k) => line(k === 0 ? "disk" : "", text)),
    ...notes.map((text) => line("note", text)),
  ];
  return `${lines.join("\n")}\n`;
}

function line(word: string, text: string): string {
  return `${word.padEnd(8)}${text}`;
}

function partLines(part: Part): string[] {
  return part.kind === "pairs" ? pairsLines(part) : piecesLines(part);
}

function pairsLines(part: PairsPart): string[] {
  const { metric, runs, networks, pairs, tiles, threads, measured, preparations, prepare, compare } = part;
  const many = runs > 1 ? ` in ${grouped(runs)} runs` : "";
  const more =
    preparations > runs * networks ? ` (${grouped(preparations)} times, as not all have room at once)` : "";
  return [
    line(
      "pairs",
      `${grouped(pairs)}${many} of ${runs > 1 ? "up to " : ""}${grouped(networks)} networks by ${metric}, in ${countText(tiles, "tile")} on ${threadsText(threads)}`,
    ),
    line("", `prepare ${spreadText(prepare)}${more}; compare ${spreadText(compare)}`),
    line("", `measured on ${measured.networks} networks and ${grouped(measured.pairs)} comparisons of them`),
  ];
}

function piecesLines({ task, pieces, rounds, threads, work, measured }: PiecesPart): string[] {
  const many = rounds > 1 ? ` in ${grouped(rounds)} rounds` : "";
  return [
    line("pieces", `${grouped(pieces)} of ${task}${many}, on ${threadsText(threads)}: ${spreadText(work)}`),
    line("", `measured on ${grouped(measured.pieces)} of them`),
  ];
}

function countText(count: number, word: string): string {
  return `${grouped(count)} ${word}${count === 1 ? "" : "s"}`;
}

function threadsText(count: number): string {
  return count === 1 ? "one thread" : `${count} threads`;
}

function memoryText({ bytes, held, networks }: NonNullable<Plan["memory"]>): string {
  const room =
    held < networks ? `; ${grouped(held)} of ${grouped(networks)} prepared networks have room at once` : "";
  return `about ${sizeText(bytes)} for the process (--max-memory is the limit)${room}`;
}

function fileText({ path, bytes, about }: Planned): string {
  if (bytes === undefined) return `${path}: its size is not foretold`;
  return `${path} ${about ? "about " : ""}${sizeText(bytes)}`;
}

/** `12s (10s to 15s)`, or `0.12s` where it is short. */
function spreadText({ seconds, low, high }: Seconds): string {
  const [middle, least, most] = [seconds, low, high].map(durationText);
  return least === most ? middle! : `${middle} (${least} to ${most})`;
}

function durationText(seconds: number): string {
  return seconds < 10 ? `${Number(seconds.toPrecision(2))}s` : formatSeconds(seconds);
}

function sizeText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${Number(size.toPrecision(3))} ${units[unit]}`;
}

const units = ["bytes", "KB", "MB", "GB", "TB"];

function grouped(count: number): string {
  return count.toLocaleString("en");
}
