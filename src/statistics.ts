/** What so much of the values lies below: of rising values, linear between them; NaN if there are none. */
export function quantile(rising: ArrayLike<number>, share: number): number {
  const place = share * (rising.length - 1);
  const below = Math.floor(place);
  const next = rising[Math.min(below + 1, rising.length - 1)]!;
  return rising[below]! + (place - below) * (next - rising[below]!);
}
