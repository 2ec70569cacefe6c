import { afterEach, describe, expect, it } from "vitest";
import {
  change,
  redo,
  redoable,
  replaceSession,
  session,
  undo,
  undoable,
} from "../../studio/session/store.ts";
import { emptySession, type Answer } from "../../studio/session/types.ts";

/** An answer of which only its id matters. */
const answer = (id: number) => ({ id, state: "done" }) as Answer;
const ids = () => session.value.answers.map(({ id }) => id);

describe("the steps of a session", () => {
  afterEach(() => replaceSession(emptySession));

  it("go back and forth, named, and a new one ends those that were undone", () => {
    change((one) => ({ ...one, groups: "a" }), "group by a");
    change((one) => ({ ...one, groups: "b" }), "group by b");
    expect(undoable.value).toBe("group by b");
    undo();
    undo();
    expect(session.value.groups).toBe(undefined);
    expect(redoable.value).toBe("group by a");
    redo();
    expect(session.value.groups).toBe("a");
    change((one) => ({ ...one, groups: "c" }), "group by c");
    expect(redoable.value).toBe(undefined);
    redo();
    expect(session.value.groups).toBe("c");
  });

  it("take away no answer, bring back one that was removed, and give no id twice", () => {
    change((one) => ({ ...one, answers: [answer(1)], nextId: 2 }));
    change((one) => ({ ...one, groups: "a" }), "group by a");
    change((one) => ({ ...one, answers: [...one.answers, answer(2)], nextId: 3 }));
    undo();
    expect([session.value.groups, ids(), session.value.nextId]).toEqual([undefined, [1, 2], 3]);
    change((one) => ({ ...one, answers: [answer(2)] }), "remove an answer");
    undo();
    expect(ids()).toEqual([1, 2]);
    redo();
    expect(ids()).toEqual([2]);
  });

  it("are none where nothing changes, or what changes has no name", () => {
    const before = undoable.value;
    change((one) => one, "nothing");
    change((one) => ({ ...one, groups: "a" }));
    expect(undoable.value).toBe(before);
  });
});
