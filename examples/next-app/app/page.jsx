"use client";
import { useEffect, useState } from "react";
import { similarities } from "./similarities.js";

const mix = (k) => Array.from({ length: 600 }, (_, i) => Math.sin(i * i) + k * Math.sin(3 * i * i));
const networks = [0, 0.1, 0.3, 0.5, 1].map((k) => ({ rows: 60, cols: 10, data: mix(k) }));
const request = { method: "POST", body: JSON.stringify(networks) };
const onServer = async () => (await fetch("/compare", request)).json();

export default function Page() {
  const [[here, there] = [], setBoth] = useState();
  useEffect(() => void Promise.all([similarities(networks), onServer()]).then(setBoth), []);
  return (
    <main>
      <title>Here and on the server</title>
      <h1>Here and on the server</h1>
      <p>How similar four networks are to a fifth (linear CKA), computed in both places.</p>
      {here?.map((value, k) => (
        <p key={k}>
          <meter value={value} /> {value} here, {value === there[k] ? "the same" : there[k]} on the server
        </p>
      ))}
    </main>
  );
}
