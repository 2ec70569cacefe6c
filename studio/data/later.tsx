/** A part that is loaded when it is first opened. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { orSay } from "../session/live.ts";

interface Props<P> {
  readonly load: () => Promise<ComponentType<P>>;
  readonly props: P;
}

export function Later<P extends object>({ load, props }: Props<P>) {
  const [Part, setPart] = useState<ComponentType<P> | undefined>(undefined);
  useEffect(() => {
    void orSay(async () => {
      const loaded = await load();
      setPart(() => loaded);
    });
  }, []);
  return Part ? <Part {...props} /> : null;
}
