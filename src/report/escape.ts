/** Text → HTML, for content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * JSON for a script element. Without `<` nothing in it can end the element or open a comment.
 * Typed arrays become lists; what is not finite becomes null.
 */
export function inlineJson(data: unknown): string {
  const plain = (_key: string, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  return JSON.stringify(data, plain).replaceAll("<", "\\u003c");
}

/** JavaScript for a script element. `</script` and `<!--` stand in strings only, where `\/` and `\!` mean the same. */
export function inlineScript(source: string): string {
  return source.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
}
