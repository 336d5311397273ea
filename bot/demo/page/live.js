// Talking to the demo's server: reading, doing, and being told that something changed.

async function answered(response) {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

export const read = (path, query = {}) =>
  fetch(`${path}?${new URLSearchParams(query)}`, { cache: "no-store" }).then(answered);

export const tell = (path, body) =>
  fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).then(answered);

/** Call ``changed`` at every change and ``online`` whenever the connection comes or goes. */
export function listen(changed, online) {
  let source;
  let wait = 500;
  const connect = () => {
    source = new EventSource("/demo/events");
    source.onopen = () => ((wait = 500), online(true), changed());
    source.onmessage = changed;
    source.onerror = () => {
      online(false);
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 8000);
    };
  };
  connect();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
}

/** Run at most one at a time, and once more when asked meanwhile; the promise is that of the run that will know. */
export function gently(work) {
  let running = null;
  let queued = null;
  return function run() {
    if (!running) return (running = work().finally(() => (running = null)));
    queued ??= running.catch(() => {}).then(() => ((queued = null), run()));
    return queued;
  };
}
