/** Small drawings on buttons; the buttons have names. */

export function Close() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d="M4 4l8 8M12 4l-8 8" stroke="currentColor" stroke-width="1.5" fill="none" />
    </svg>
  );
}

export function Eye({ closed }: { readonly closed: boolean }) {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M1.5 8q6.5-8 13 0q-6.5 8-13 0z" stroke-width="1.2" />
      <circle cx="8" cy="8" r="2" stroke-width="1.2" />
      {closed && <path d="M3 13.5L13 2.5" stroke-width="1.5" />}
    </svg>
  );
}

export function Arrow() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M12 3v12M7 10.5l5 5 5-5M4 20h16" stroke-width="1.5" />
    </svg>
  );
}
