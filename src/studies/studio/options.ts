import { boolean, whole, type OptionSchemas } from "../../base/options.ts";

/** How the studio is served. */
export interface StudioOptions {
  /**
   * Port of 127.0.0.1. Range 0 to 65535; 0: a free one.
   * @default 0
   */
  readonly port: number;
  /**
   * Whether the browser is opened.
   * @default true
   */
  readonly open: boolean;
}

export const studioOptions: OptionSchemas<StudioOptions> = {
  port: whole(0, 0, 65_535, "Port of 127.0.0.1; 0: a free one."),
  open: boolean(true, "Opens the studio in the browser."),
};
