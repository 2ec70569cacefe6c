"use client";
import { useEffect } from "react"; // oxlint-disable-line house/imports -- of the app, not of the project
import * as repgeom from "repgeom";
import * as probes from "./probes.mjs";
import { tell } from "./tell.js";

export default function Page() {
  useEffect(() => {
    tell(repgeom, probes).then((told) => (globalThis.told = told));
  }, []);
  return <p>repgeom</p>;
}
