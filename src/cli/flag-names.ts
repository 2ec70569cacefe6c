/** `minPts` → `--min-pts`. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `--no-center`: how a boolean is turned off. */
export function negativeOf(option: string): string {
  return `--no-${flagOf(option).slice(2)}`;
}
