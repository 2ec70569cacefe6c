import { createRandom, shuffled } from "../../../base/random.ts";

/** Parts are no more than this: a standard error from 200 parts is right within 5 %. */
const mostParts = 200;

/** Pairs of halves. What a half has too much of, the other has too little of, so few are enough. */
const mostHalves = 50;

/** Random streams of these draws start here, so that they are not those of the bootstrap. */
const [partStream, halfStream] = [2 ** 24, 2 ** 25];

/** How many parts of the stimuli are left out in turn. */
export function partsOf(stimuli: number, samples: number): number {
  return Math.min(stimuli, samples, mostParts);
}

/** How many random halves are taken, in pairs of a half and its rest. */
export function halvesOf(samples: number): number {
  return 2 * Math.min(mostHalves, Math.floor(samples / 2));
}

/** Stimuli in the part of that number; all parts together have every stimulus once. */
export function sizeOfPart(stimuli: number, parts: number, part: number): number {
  return boundary(stimuli, parts, part + 1) - boundary(stimuli, parts, part);
}

function boundary(stimuli: number, parts: number, part: number): number {
  return Math.floor((part * stimuli) / parts);
}

/** Stimuli without one of so many parts, in rising order. The division depends on the seed alone. */
export function withoutPart(stimuli: number, parts: number, part: number, seed: number): number[] {
  const order = parts === stimuli ? undefined : shuffled(stimuli, createRandom(seed, partStream));
  const [start, end] = [boundary(stimuli, parts, part), boundary(stimuli, parts, part + 1)];
  const outside = Array.from({ length: stimuli }, (_, k) => k).filter((k) => k < start || k >= end);
  return order ? outside.map((k) => order[k]!).sort(rising) : outside;
}

/** Half of the stimuli, rounded down, in rising order: of an even and the next odd index no stimulus is in both. */
export function halfOf(stimuli: number, index: number, seed: number): number[] {
  const order = shuffled(stimuli, createRandom(seed, halfStream + Math.floor(index / 2)));
  const size = Math.floor(stimuli / 2);
  return (index % 2 === 0 ? order.slice(0, size) : order.slice(stimuli - size)).sort(rising);
}

function rising(a: number, b: number): number {
  return a - b;
}
