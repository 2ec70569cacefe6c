"use client";
import { useEffect } from "react";
import * as repgeom from "repgeom";
import * as probes from "./probes.mjs";
import { tell } from "./tell.js";

export default function Page() {
  useEffect(() => {
    tell(repgeom, probes).then((told) => (globalThis.told = told));
  }, []);
  return <p>repgeom</p>;
}
