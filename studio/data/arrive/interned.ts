/** Names of stimuli are the same in most files: they are held once, and compared by being the same list. */

const known = new Map<string, readonly string[]>();

export function interned(stimuli: readonly string[] | undefined): readonly string[] | undefined {
  if (!stimuli) return undefined;
  const key = JSON.stringify(stimuli);
  const found = known.get(key);
  if (found) return found;
  known.set(key, stimuli);
  return stimuli;
}
