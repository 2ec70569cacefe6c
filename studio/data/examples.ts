/** Examples that come with the studio; the first is what a newcomer clicks, the others are studies of the field. */
import { covariate } from "./examples/covariate.ts";
import { eightWays } from "./examples/eight-ways.ts";
import type { Example } from "./examples/example.ts";
import { layersAndRegions } from "./examples/layers.ts";
import { rnnDms } from "./examples/rnn-dms.ts";
import { sharedSpace } from "./examples/shared-space.ts";

export type { Example } from "./examples/example.ts";

export const examples: readonly Example[] = [rnnDms, eightWays, covariate, layersAndRegions, sharedSpace];
