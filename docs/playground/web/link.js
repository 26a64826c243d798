// The state of the page as the fragment of its address. docs/playground.md says what is in it.

const LIMIT = 100_000;

/** The fragment for a state. */
export async function written({ preset, predict, browser, snippets, form }) {
  const parts = [];
  if (preset) parts.push(`preset=${encodeURIComponent(preset)}`);
  if (predict) parts.push("predict");
  if (browser) parts.push(`browser=${encodeURIComponent(browser)}`);
  if (snippets) parts.push(`snippets=${encodeURIComponent(snippets)}`);
  if (form) parts.push(`form=${await packed(JSON.stringify(form))}`);
  return parts.join("&");
}

/** The state that a fragment says; throws where its form cannot be read. */
export async function read(fragment) {
  const said = new URLSearchParams(fragment);
  return {
    preset: said.get("preset") ?? "",
    predict: said.has("predict"),
    browser: said.get("browser") ?? "",
    snippets: said.get("snippets") ?? "",
    form: said.has("form") ? JSON.parse(await unpacked(said.get("form"))) : null,
  };
}

async function packed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const decoder = new TextDecoder();
  let read = "";
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return read + decoder.decode();
    read += decoder.decode(value, { stream: true });
    if (read.length > LIMIT) throw new RangeError("too long");
  }
}
