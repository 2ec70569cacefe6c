/** The style of charts inside a page that has a style of its own. */
import { charts } from "./site.ts";

let added: Promise<void> | undefined;

/** Adds the style once: nested in `.figures-here`, so that it changes nothing else, and with the theme of the page. */
export function addChartStyle(): Promise<void> {
  added ??= charts().then(({ styles }) => {
    const [light = "", dark = ""] = [...styles.matchAll(/:root \{([^}]*)\}/g)].map(([, colours]) => colours!);
    const textContent = `.figures-here { ${styles} ${light} color-scheme: light; }
      .dark .figures-here { ${dark} color-scheme: dark; }`;
    document.head.append(Object.assign(document.createElement("style"), { textContent }));
  });
  return added;
}
