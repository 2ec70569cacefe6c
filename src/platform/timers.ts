/** Hosts wait for no more milliseconds than this, 25 days: a longer timer would go off at once. */
export const longestTimer = 2 ** 31 - 1;
