// Runs the scenarios of a page and reports what script saw of each.
//
// Reports are `no-cors` POST requests, so that reporting never takes part in the CORS protocol. This file runs in
// documents and in workers, and in every origin that a page can have.
'use strict';
(() => {
  const job = self.__job; // {control, key, sideBySide, warm, scenarios}
  const SETTLE_MS = 5;
  const TIMEOUT_MS = 6000;
  const SHOWN = 300; // characters of a response body that a result shows

  const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
  const describe = error => ({ name: error && error.name, message: error && String(error.message) });
  const clip = text => (typeof text === 'string' && text.length > SHOWN ? text.slice(0, SHOWN) + '…' : text);
  const report = (path, text) =>
    fetch(job.control + path, {
      method: 'POST', mode: 'no-cors', credentials: 'omit', referrerPolicy: 'no-referrer', body: text,
    }).catch(() => {});

  function makeBody({ kind, value = 'hello', type }) {
    switch (kind) {
      case 'text': return value;
      case 'urlencoded': return new URLSearchParams(value);
      case 'blob': return new Blob([value], type === undefined ? {} : { type });
      case 'arraybuffer': return new TextEncoder().encode(value).buffer;
      case 'formdata': {
        const form = new FormData();
        form.append('a', value);
        return form;
      }
      case 'stream':
        return new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(value));
            controller.close();
          },
        });
    }
    throw new Error('unknown kind of body: ' + kind);
  }

  // Each returns a promise of a result, an object with at least `outcome`.
  const initiators = { fetch: runFetch, xhr: runXhr, eventsource: runEventSource, beacon: runBeacon, font: runFont,
    import: runImport, worker: runWorker, eval: runEval };

  const FETCH_MEMBERS = ['method', 'headers', 'mode', 'credentials', 'redirect', 'referrer', 'referrerPolicy', 'cache',
    'integrity', 'keepalive', 'priority'];

  async function runFetch(action) {
    const init = {};
    for (const member of FETCH_MEMBERS) if (action[member] !== undefined) init[member] = action[member];
    try {
      if (action.body) {
        init.body = makeBody(action.body);
        if (action.body.kind === 'stream') init.duplex = 'half';
      }
      const response = await fetch(action.url, init);
      const result = {
        outcome: 'resolved', type: response.type, status: response.status, statusText: response.statusText,
        ok: response.ok, redirected: response.redirected, url: response.url, headers: [...response.headers],
        bodyNull: response.body === null,
      };
      if (action.getHeader) result.getHeader = action.getHeader.map(name => [name, response.headers.get(name)]);
      try { result.body = clip(await response.text()); } catch (error) { result.bodyError = describe(error); }
      return result;
    } catch (error) {
      return { outcome: 'rejected', ...describe(error) };
    }
  }

  function runXhr(action) {
    return new Promise(resolve => {
      const xhr = new XMLHttpRequest();
      const result = { outcome: '?', events: [] };
      const finish = outcome => resolve(Object.assign(result, { outcome }));
      const fail = (outcome, error) => { result.error = describe(error); finish(outcome); };
      const look = () => {
        Object.assign(result, { status: xhr.status, statusText: xhr.statusText, responseURL: xhr.responseURL,
          allHeaders: xhr.getAllResponseHeaders() });
        if (action.getHeader) result.getHeader = action.getHeader.map(name => [name, xhr.getResponseHeader(name)]);
        try { result.body = clip(xhr.responseText); } catch (error) { result.bodyError = describe(error); }
      };

      try {
        xhr.open(action.method === undefined ? 'GET' : action.method, action.url, action.async !== false);
      } catch (error) { return fail('open-threw', error); }
      if (action.withCredentials !== undefined) xhr.withCredentials = action.withCredentials;
      for (const [name, value] of action.headers || []) {
        try { xhr.setRequestHeader(name, value); } catch (error) {
          (result.headerErrors = result.headerErrors || []).push([name, describe(error)]);
        }
      }
      if (action.uploadListener) {
        const type = action.uploadListener === true ? 'progress' : action.uploadListener;
        xhr.upload.addEventListener(type, () => result.events.push('upload.progress'));
      }
      for (const type of ['load', 'error', 'abort', 'timeout']) xhr.addEventListener(type, () => result.events.push(type));
      xhr.addEventListener('loadend', () => {
        look();
        finish(result.events.filter(type => !type.startsWith('upload')).pop() || '?');
      });
      try {
        xhr.send(action.body ? makeBody(action.body) : null);
        if (action.async === false) { look(); finish('sync-returned'); }
      } catch (error) { fail('send-threw', error); }
    });
  }

  function runEventSource(action) {
    return new Promise(resolve => {
      const options = action.withCredentials === undefined ? undefined : { withCredentials: action.withCredentials };
      let source;
      try { source = new EventSource(action.url, options); } catch (error) {
        return resolve({ outcome: 'threw', error: describe(error) });
      }
      const events = [];
      const finish = result => {
        const readyState = source.readyState;
        source.close();
        resolve({ ...result, events, readyState });
      };
      source.onopen = () => events.push('open');
      source.onmessage = event => { events.push('message'); finish({ outcome: 'message', data: event.data }); };
      source.onerror = () => { events.push('error'); finish({ outcome: 'error' }); };
    });
  }

  async function runBeacon(action) {
    try {
      const value = navigator.sendBeacon(action.url, action.body ? makeBody(action.body) : undefined);
      await sleep(250); // nothing tells script when a beacon has arrived
      return { outcome: 'returned', value };
    } catch (error) { return { outcome: 'threw', error: describe(error) }; }
  }

  const loads = promise => promise.then(() => ({ outcome: 'load' }), error => ({ outcome: 'error', error: describe(error) }));

  function runFont(action) {
    return loads(new FontFace('recorder' + Math.random().toString(36).slice(2), 'url("' + action.url + '")').load());
  }

  function runImport(action) {
    return loads(import(action.url));
  }

  function runWorker(action) {
    return new Promise(resolve => {
      try {
        const worker = new Worker(action.url, action.options);
        worker.onmessage = event => { worker.terminate(); resolve({ outcome: 'message', data: event.data }); };
        worker.onerror = event => resolve({ outcome: 'error', message: event.message });
      } catch (error) { resolve({ outcome: 'threw', error: describe(error) }); }
    });
  }

  async function runEval(action) {
    try {
      const value = await (0, eval)(action.code);
      return { outcome: 'value', value: value === undefined ? null : value };
    } catch (error) { return { outcome: 'threw', error: describe(error) }; }
  }

  // Elements. Each starts loading and returns what to add to the result of a load.
  const elements = {
    img: action => {
      const image = create('img', action);
      if (action.referrerPolicy) image.referrerPolicy = action.referrerPolicy;
      return insert(image, { src: action.url }, document.body, () => readable(image));
    },
    script: action => insert(create('script', action), { src: action.url }, document.head),
    module: action => insert(create('script', action, { type: 'module' }), { src: action.url }, document.head),
    css: action => {
      const link = create('link', action, { rel: 'stylesheet' });
      return insert(link, { href: action.url }, document.head, () => {
        try { return { rules: link.sheet.cssRules.length }; } catch (error) { return { rulesError: describe(error) }; }
      });
    },
    preload: action =>
      insert(create('link', action, { rel: 'preload', as: action.as || 'fetch' }), { href: action.url }, document.head),
    modulepreload: action => insert(create('link', action, { rel: 'modulepreload' }), { href: action.url }, document.head),
    audio: action => insert(create('audio', action, { preload: 'auto' }), { src: action.url }, document.body),
    video: action => insert(create('video', action, { preload: 'auto' }), { src: action.url }, document.body),
  };

  function create(name, action, properties) {
    const element = Object.assign(document.createElement(name), properties);
    if (action.crossorigin != null) element.setAttribute('crossorigin', action.crossorigin);
    return element;
  }

  function insert(element, address, parent, onload = () => ({})) {
    const isMedia = element instanceof HTMLMediaElement;
    return new Promise(resolve => {
      element.onerror = () => {
        const { code, message } = element.error || {};
        resolve({ outcome: 'error', ...(isMedia ? { code, message } : {}) });
      };
      element[isMedia ? 'onloadedmetadata' : 'onload'] = () => resolve({ outcome: 'load', ...onload() });
      Object.assign(element, address);
      parent.append(element);
      if (isMedia) element.load();
    });
  }

  function readable(image) {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
    const context = canvas.getContext('2d');
    try {
      context.drawImage(image, 0, 0);
      context.getImageData(0, 0, 1, 1);
      return { tainted: false };
    } catch (error) { return { tainted: true, taintError: describe(error) }; }
  }

  async function runElement(action) {
    const windowErrors = [];
    const listen = event => windowErrors.push({ message: event.message, filename: event.filename, lineno: event.lineno });
    addEventListener('error', listen);
    const result = await elements[action.kind](action);
    removeEventListener('error', listen);
    return action.kind === 'script' || action.kind === 'module' ? { ...result, windowErrors } : result;
  }

  async function runAction(action) {
    if (action.delay_ms) await sleep(action.delay_ms);
    const run = initiators[action.kind] || (action.kind in elements && typeof document !== 'undefined' && runElement);
    if (!run) return { outcome: 'cannot-run' };
    return Promise.race([run(action), sleep(action.timeout_ms || TIMEOUT_MS).then(() => ({ outcome: 'timeout' }))]);
  }

  async function runScenario({ id, actions, parallel, settle_ms: settle = SETTLE_MS }) {
    const started = Date.now();
    console.log('@@recorder start ' + id);
    const results = [];
    if (parallel) results.push(...(await Promise.all(actions.map(runAction))));
    else for (const action of actions) results.push(await runAction(action));
    await sleep(settle);
    await report('result', JSON.stringify({ id, results, started, ended: Date.now(), origin: self.origin }));
  }

  // In a new Firefox page the first preflights or two are asked again although they are cached. Here they are.
  async function warmUp() {
    for (let tries = 0, hits = 0; tries < 12 && hits < 2; tries++) {
      const answer = await fetch(job.warm, { method: 'PUT' }).then(response => response.text()).catch(() => '');
      if (answer === 'from the cache') hits++;
    }
  }

  async function main() {
    if (job.warm) await warmUp();
    if (job.sideBySide) await Promise.all(job.scenarios.map(runScenario));
    else for (const scenario of job.scenarios) await runScenario(scenario);
    await report('done/' + job.key, '');
  }

  if (typeof document === 'undefined' || document.readyState !== 'loading') main();
  else addEventListener('DOMContentLoaded', main);
})();
