/** Of this library; the test suite holds it to package.json. */
export const version = "0.1.0";
