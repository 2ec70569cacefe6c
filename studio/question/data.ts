/** What kinds of questions are told of the data: those of now, or those of an answer. */
import type { Answer, Session } from "../session/types.ts";
import type { Data } from "./kinds/kind.ts";

/** The data of the next question. */
export function dataNow(session: Session): Data {
  return { items: session.items.filter(({ excluded }) => !excluded), session };
}

/** The data that an answer is of, with the names and the reading of then: for its code and its methods. */
export function dataOf({ ids = [], names, reading }: Answer, session: Session): Data {
  const items = names.flatMap((name, k) =>
    session.items
      .filter((one) => (ids.length > 0 ? one.id === ids[k] : one.name === name))
      .map((one) => ({ ...one, name })),
  );
  return { items, session: { ...session, reading } };
}
