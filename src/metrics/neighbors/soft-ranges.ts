import type { Block } from "../metric.ts";

/** Features that one block holds, about: 256 KiB. */
const blockFeatures = 32_768;

/** Ranges of whole rows that start at multiples of 4, where panels of packed rows do. */
export function rowRanges(stimuli: number): Block[] {
  const step = Math.max(4, 4 * Math.floor(blockFeatures / (4 * stimuli)));
  return Array.from({ length: Math.ceil(stimuli / step) }, (_, k) => {
    const [start, end] = [k * step, Math.min(stimuli, (k + 1) * step)];
    return { start, end, length: (end - start) * stimuli };
  });
}
