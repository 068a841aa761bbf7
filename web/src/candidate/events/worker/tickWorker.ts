/** A clock for a page: the page's own timers slow down to one turn a minute while it is in the background, a worker's do not. */
declare const self: DedicatedWorkerGlobalScope;

const TICK_MILLIS = 500;

setInterval(() => {
  self.postMessage(null);
}, TICK_MILLIS);
