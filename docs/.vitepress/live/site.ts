/** Where the site has the library, the charts and the networks of the examples. */
import type * as Library from "repgeom";
import type * as Charts from "repgeom/charts";
import { withBase } from "vitepress";

const files: Readonly<Record<string, string>> = {
  repgeom: "/repgeom/repgeom.min.js",
  "repgeom/report": "/repgeom/repgeom.report.min.js",
  "repgeom/charts": "/charts/index.js",
};

export const addressOf = (path: string) => new URL(withBase(path), location.href).href;

/** The address of an entry of the package. */
export function addressOfEntry(name: string): string {
  const path = files[name];
  if (!path) throw new Error(`This page has ${Object.keys(files).join(", ")}; got "${name}".`);
  return addressOf(path);
}

export const library = () => import(/* @vite-ignore */ addressOfEntry("repgeom")) as Promise<typeof Library>;
export const charts = () =>
  import(/* @vite-ignore */ addressOfEntry("repgeom/charts")) as Promise<typeof Charts>;
