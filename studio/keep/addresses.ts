/** Whether data may be fetched from an address: no script, no file of the disk. */
export function isHttp(address: unknown): boolean {
  if (typeof address !== "string") return false;
  const base = globalThis.location?.href;
  return URL.canParse(address, base) && /^https?:$/.test(new URL(address, base).protocol);
}
