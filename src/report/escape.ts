/** Text → HTML, for content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * JSON for a script element. It contains no `<`, so nothing in it can end the element or open a comment.
 * Typed arrays become lists; NaN and infinities become null.
 */
export function inlineJson(data: unknown): string {
  const plain = (_key: string, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  return JSON.stringify(data, plain).replaceAll("<", "\\u003c");
}

/** JavaScript for a script element. `</script` and `<!--` occur only in strings, where `\/` and `\!` mean the same. */
export function inlineScript(source: string): string {
  const text = source.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
  return text.replace(/\r\n?/g, "\n"); // a browser reads it so, and the policy of the page has its hash
}
