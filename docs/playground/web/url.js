// The URL parser of the standard's own editors: a browser's may depart, as Firefox's for "https://*.example.com".
// When the site is built, what is imported here is put in its place. It is the parser alone: around it are
// conversions from JavaScript that ask for a SharedArrayBuffer, which ordinary pages have not.

import { parseURL, serializeURL } from "whatwg-url/lib/url-state-machine.js";

/** The serialized URL that `text` is, relative to `base` unless that is null; null where one of them is none. */
export function standardHref(text, base) {
  const baseURL = base === null ? null : parseURL(base);
  if (base !== null && baseURL === null) return null;
  const parsed = parseURL(text, { baseURL });
  return parsed === null ? null : serializeURL(parsed);
}
