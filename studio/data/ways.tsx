/** The ways to bring data in. */
import { useId } from "preact/hooks";
import { orSay } from "../session/live.ts";
import { addFiles, addUrl } from "./add.ts";
import { examples, type Example } from "./examples.ts";
import { Arrow } from "./icons.tsx";
import { openExample } from "./open-example.ts";

/** What a newcomer clicks. */
export function FirstStep() {
  return <Examples of={examples.slice(0, 1)} />;
}

/** Studies of the field, for who has seen the first. */
export function MoreExamples() {
  return (
    <>
      <h3>More examples</h3>
      <Examples of={examples.slice(1)} />
    </>
  );
}

function Examples({ of }: { readonly of: readonly Example[] }) {
  return (
    <div class="first">
      {of.map((example) => (
        <p key={example.name}>
          <button
            class={example === examples[0] ? "primary" : undefined}
            onClick={() => void orSay(() => openExample(example))}
          >
            {example.title}
          </button>
          <span class="hint">{example.about}</span>
        </p>
      ))}
    </div>
  );
}

/** What a file is, for who has none yet. */
export function WhatFiles() {
  return (
    <p class="hint">
      Each file is one network, layer, region or subject: responses as stimuli × units, in the same order of
      stimuli. NumPy, MATLAB, HDF5, PyTorch, CSV and others are read. Nothing leaves this computer.
    </p>
  );
}

/** A place to drop files, and the other ways. @param large - while nothing is there */
export function Ways({ large }: { readonly large: boolean }) {
  return (
    <div class={large ? "target large" : "target"}>
      {large && <Arrow />}
      <span>{large ? "Drop files, folders, a table or a .zip anywhere" : "Drop more, or"}</span>
      <span class="choose">
        <Choose label="Files…" />
        <Choose label="Folder…" folder />
      </span>
      <Address />
    </div>
  );
}

function Choose({ label, folder = false }: { readonly label: string; readonly folder?: boolean }) {
  return (
    <label class="button">
      {label}
      <input
        type="file"
        multiple
        {...(folder && { webkitdirectory: true })}
        aria-label={folder ? "Choose a folder" : "Choose files"}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = ""; // so that the same files can be chosen again
          void orSay(() => addFiles(files));
        }}
      />
    </label>
  );
}

function Address() {
  const id = useId();
  return (
    <form
      class="address"
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem("url") as HTMLInputElement;
        const url = field.value.trim();
        field.value = "";
        if (url !== "") void orSay(() => addUrl(url));
      }}
    >
      <input id={id} name="url" type="url" aria-label="Address of a file" placeholder="or paste https://…" />
      <button type="submit">Add</button>
    </form>
  );
}
