/** What lies in `dist` beside the command line. Its bundle lies as deep below `dist` as this file. */
const dist = new URL("../../", import.meta.url);

/** Where the built studio is. */
export const studioFolder = new URL("studio/", dist);

/** In a checkout, what the code was made from; a package has none, as its version says that. */
export const libraryStamp = new URL(".stamps/library", dist);
