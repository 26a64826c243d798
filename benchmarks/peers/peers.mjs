// `node peers.mjs NAME` reads a job as JSON and prints what the peer of that name made of it.
//
// Times are of the process, user and system, in microseconds a call: what a busy machine changes least.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const job = JSON.parse(readFileSync(0, 'utf8'));
const version = name => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;

async function jsdom() {
  const { JSDOM, VirtualConsole } = require('jsdom');
  const { window } = new JSDOM('', { url: job.page, virtualConsole: new VirtualConsole() });
  return ({ url, init }) => new Promise(resolve => {
    const xhr = new window.XMLHttpRequest();
    xhr.onload = () => resolve(true);
    xhr.onerror = () => resolve(false);
    try {
      xhr.open(init.method ?? 'GET', url);
      xhr.withCredentials = init.credentials === 'include';
      for (const [name, value] of init.headers ?? []) xhr.setRequestHeader(name, value);
      xhr.send();
    } catch { resolve(false); }
  });
}

async function happyDom() {
  const { Window } = await import('happy-dom');
  const window = new Window({ url: job.page });
  return fetching((url, init) => window.fetch(url, init));
}

async function undici() {
  return fetching((await import('undici')).fetch);
}

function fetching(fetch) {
  return async ({ url, init }) => {
    try { await (await fetch(url, init)).text(); return true; } catch { return false; }
  };
}

// The server's half: which headers it would send. It decides nothing about a response.
async function cors() {
  const middleware = require('cors')({ origin: job.page, methods: ['PUT'], allowedHeaders: ['x-test'] });
  return ({ name }) => {
    const preflight = name === 'preflighted';
    const headers = preflight
      ? { origin: job.page, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-test' }
      : { origin: job.page };
    const response = { headers: {}, setHeader(name, value) { this.headers[name.toLowerCase()] = value; },
      getHeader(name) { return this.headers[name.toLowerCase()]; }, end() {} };
    middleware({ method: preflight ? 'OPTIONS' : 'GET', headers }, response, () => {});
    return response.headers['access-control-allow-origin'] === job.page;
  };
}

const peers = { jsdom, 'happy-dom': happyDom, undici, cors };
const name = process.argv[2];
const verdict = await peers[name]();
const verdicts = {}, times = {};
for (const one of job.cases) verdicts[one.name] = await verdict(one);
for (const one of job.timed) {
  if (!await verdict(one)) throw new Error(`${name} refuses what all allow: ${one.name}`);
  for (let n = 0; n < job.calls / 10; n++) await verdict(one);
  const best = [];
  for (let round = 0; round < 3; round++) {
    const started = process.cpuUsage();
    for (let n = 0; n < job.calls; n++) await verdict(one);
    const { user, system } = process.cpuUsage(started);
    best.push((user + system) / job.calls);
  }
  times[one.name] = Math.min(...best);
}
console.log(JSON.stringify({ verdicts, times, version: version(name) }));
process.exit(0);
