// Talks to the engine: one question at a time, and of those that wait only the newest.

export class Engine {
  #worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  #number = 0;
  #waiting = new Map();
  #busy = false;
  #next = null;

  constructor() {
    this.#worker.addEventListener("message", ({ data: { number, judged, failed } }) => {
      const { resolve, reject } = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (failed) reject(new Error(failed));
      else resolve(judged);
    });
    this.#worker.addEventListener("error", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("loading"));
      this.#waiting.clear();
    });
  }

  #send(asked) {
    return new Promise((resolve, reject) => {
      this.#number += 1;
      this.#waiting.set(this.#number, { resolve, reject });
      this.#worker.postMessage({ number: this.#number, asked });
    });
  }

  /** Resolves when the engine can be asked. */
  ready() {
    return this.#send(undefined);
  }

  /** What comes of a form; null where a newer question took this one's place. */
  async ask(question) {
    this.#next?.(null);
    this.#next = null;
    if (this.#busy) {
      const goOn = await new Promise((resolve) => (this.#next = resolve));
      if (goOn === null) return null;
    }
    this.#busy = true;
    try {
      return JSON.parse(await this.#send(JSON.stringify(question)));
    } finally {
      this.#busy = this.#next !== null;
      this.#next?.(true);
      this.#next = null;
    }
  }
}
