// The engine: Python and cors_sim in a worker, so that the page stays at hand while they load and think.

import { loadPyodide } from "./pyodide/pyodide.mjs";
import { standardHref } from "./url.js";

self.standardHref = standardHref; // docs/playground/ada_url.py asks it

const answer = start();

async function start() {
  const wheels = await (await fetch("wheels.json")).json();
  const [python, ...archives] = await Promise.all([
    loadPyodide({ packages: [] }),
    ...wheels.map(async (name) => {
      const response = await fetch(name);
      if (!response.ok) throw new Error(`${name}: status ${response.status}`);
      return response.arrayBuffer();
    }),
  ]);
  for (const archive of archives) python.unpackArchive(archive, "wheel");
  return python.pyimport("docs.playground.judging").judged_json;
}

self.addEventListener("message", async ({ data: { number, asked } }) => {
  try {
    const judged = await answer;
    postMessage({ number, judged: asked === undefined ? null : judged(asked) });
  } catch (error) {
    console.error(error);
    postMessage({ number, failed: asked === undefined ? "loading" : "judging" });
  }
});
