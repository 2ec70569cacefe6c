/** A link that opens the same question on the same data, where the data have an address. */
import { CopyBox } from "../parts/copy.tsx";
import { session } from "../session/store.ts";
import { addressOf, leadsToData } from "./address.ts";

export function LinkDialog() {
  const { href } = location;
  const link = `${href.replace(/#.*$/, "")}#${addressOf(session.value)}`;
  return (
    <>
      <p>
        It opens the studio with this question, its options, colours and arrangement. Responses are never part
        of a link.
      </p>
      {!leadsToData(session.value) && (
        <p class="warning">
          Files of your disk have no address: whoever opens the link must add them. To send everything in one,
          save the session with its data.
        </p>
      )}
      <CopyBox label="Link" text={link} />
    </>
  );
}
