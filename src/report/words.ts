import { visible } from "../base/text.ts";

/**
 * Keeps both ends of a long text, because names of networks often differ only in their last characters.
 * Characters that would break the line or turn its direction are written out.
 */
export function shorten(given: string, longest: number): string {
  const text = visible(given);
  if (text.length <= longest) return text;
  const characters = [...text];
  if (characters.length <= longest) return text;
  const tail = Math.floor((longest - 1) / 2);
  return `${characters.slice(0, longest - 1 - tail).join("")}…${characters.slice(characters.length - tail).join("")}`;
}

/** Warnings that a section shows. */
export const mostWarnings = 50;

/** Characters that a page shows of each: more would push everything else away. The whole stands in a `title`. */
export const most = { title: 160, link: 60, word: 80, sentence: 1200 } as const;
