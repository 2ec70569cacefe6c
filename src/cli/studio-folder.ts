/** Where the built studio is. The bundle of the command line lies as deep below `dist` as this file. */
export const studioFolder = new URL("../../studio/", import.meta.url);
