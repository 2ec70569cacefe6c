/** `minPts` → `--min-pts`. */
export function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `center` → `--no-center`, the flag that turns a boolean off. */
export function negativeOf(option: string): string {
  return `--no-${flagOf(option).slice(2)}`;
}
