import { beforeEach, describe, expect, it } from "vitest";
import { change, redo, session, takeIds, undo, undoable } from "../../studio/session/store.ts";
import { emptySession, type Answer } from "../../studio/session/types.ts";

const answer = (id: number, title: string) => ({ id, title, state: "done" }) as Answer;
const titles = () => session.value.answers.map(({ title }) => title);

/** As a question that is asked: it cannot be undone alone. */
function answered(title: string): number {
  const [id] = takeIds(1) as [number];
  change((one) => ({ ...one, answers: [...one.answers, answer(id, title)] }));
  return id;
}

describe("undo", () => {
  beforeEach(() => change(() => emptySession));

  it("keeps answers that came after what is undone", () => {
    change((one) => ({ ...one, look: { color: "area" } }), "colour by area");
    answered("later");
    undo();
    expect(session.value.look).toEqual({});
    expect(titles()).toEqual(["later"]);
    redo();
    expect(session.value.look).toEqual({ color: "area" });
    expect(titles()).toEqual(["later"]);
  });

  it("brings a removed answer back in its place, and redo removes it again", () => {
    const id = answered("first");
    answered("second");
    change((one) => ({ ...one, answers: one.answers.filter((a) => a.id !== id) }), "remove first");
    undo();
    expect(titles()).toEqual(["first", "second"]);
    redo();
    expect(titles()).toEqual(["second"]);
  });

  it("shows answers as they are now, not as they were", () => {
    const id = answered("running");
    change((one) => ({ ...one, look: { color: "area" } }), "colour by area");
    change((one) => ({ ...one, answers: one.answers.map((a) => (a.id === id ? answer(id, "done") : a)) }));
    undo();
    expect(titles()).toEqual(["done"]);
  });

  it("gives no id twice", () => {
    change((one) => ({ ...one, look: { color: "area" } }), "colour by area");
    const [first] = takeIds(1);
    undo();
    expect(takeIds(1)).not.toEqual([first]);
    expect(undoable.value).not.toBe("colour by area");
  });
});
