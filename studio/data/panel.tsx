/** The data: what was added, what is wrong with it, and the ways to add more. */
import { useEffect } from "preact/hooks";
import { reading } from "../session/live.ts";
import { session } from "../session/store.ts";
import { readAbsentAgain } from "./arrive/again.ts";
import { reviveAnalysis } from "./arrive/revive.ts";
import { dropping, useDrops } from "./drops.ts";
import { Arrow } from "./icons.tsx";
import { Facts } from "./list/facts.tsx";
import { List } from "./list/list.tsx";
import { found, search } from "./list/model.ts";
import { Tip } from "./list/tip.tsx";
import { Toolbar } from "./list/toolbar.tsx";
import { absentCount, doubtful } from "./list/warnings.ts";
import { ReadingSummary } from "./reading/summary.tsx";
import { RefusedFiles } from "./refused.tsx";
import { StimuliSummary } from "./stimuli/summary.tsx";
import { TableSummary } from "./table/summary.tsx";
import { FirstStep, MoreExamples, Ways, WhatFiles } from "./ways.tsx";

export function DataPanel() {
  const { items } = session.value;
  const isEmpty = items.length === 0;
  useDrops();
  useEffect(readAbsentAgain, []);
  useEffect(reviveAnalysis, []);
  return (
    <section class={isEmpty ? "data" : "data filled"} aria-label="Data">
      <h2>Data {!isEmpty && <Counts />}</h2>
      {isEmpty && <FirstStep />}
      <Ways large={isEmpty} />
      {isEmpty && <WhatFiles />}
      {isEmpty && <MoreExamples />}
      <Reading />
      <RefusedFiles />
      {!isEmpty && (
        <>
          <Search />
          <List />
          <Toolbar />
          <Facts />
          <div class="parts">
            <TableSummary />
            <StimuliSummary />
            <ReadingSummary />
          </div>
        </>
      )}
      <Tip />
      {dropping.value && <DropTarget />}
    </section>
  );
}

function Counts() {
  const { items } = session.value;
  const out = items.filter(({ excluded }) => excluded).length;
  const notes = [
    out > 0 ? `${out} excluded` : "",
    doubtful.value.length > 0 ? `${doubtful.value.length} with warnings` : "",
    absentCount.value > 0 ? `${absentCount.value} not here` : "",
  ].filter(Boolean);
  return (
    <small>
      {items.length}
      {notes.length > 0 && `, ${notes.join(", ")}`}
    </small>
  );
}

function Reading() {
  const now = reading.value;
  if (!now) return null;
  return (
    <p class="reading-now">
      <progress max={now.total} value={now.done} aria-label="Files read" /> {now.done} of {now.total} files
    </p>
  );
}

function Search() {
  const { items } = session.value;
  return (
    <div class="search">
      <input
        type="search"
        data-search
        aria-label="Search networks"
        placeholder="Search ( / )"
        value={search.value}
        onInput={({ currentTarget }) => (search.value = currentTarget.value)}
      />
      {search.value !== "" && (
        <small role="status">
          {found.value.length} of {items.length}
        </small>
      )}
    </div>
  );
}

function DropTarget() {
  return (
    <div class="drop-target">
      <div>
        <Arrow />
        <b>Drop to add</b>
        <span>files or folders, a table of networks or stimuli, images of stimuli, a .zip</span>
      </div>
    </div>
  );
}
