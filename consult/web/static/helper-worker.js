/* Answers GET alone, and only what belongs to helpers; what is sent never passes here.
   A new version is fetched whole before it takes over, and never while a form is open. */
"use strict";
const NAME = "helper-" + VERSION, PATIENCE = 5000, FRESH = 6 * 3600 * 1000;

async function fetched(address) {
  const answer = await fetch(address, { credentials: "same-origin", cache: "no-cache" });
  return answer.ok && !answer.redirected ? answer : null;
}

async function hold(store, address) {
  const answer = await fetched(address);
  if (answer) await store.put(address, answer);
}

/* Every open page, not the asking one alone: who asked may have moved on to the page that shows what is kept. */
async function tellAll() {
  for (const each of await self.clients.matchAll({ includeUncontrolled: true })) each.postMessage({ kept: true });
}

async function olderPages() {
  const found = [];
  for (const name of await caches.keys()) {
    if (name === NAME || !name.startsWith("helper-")) continue;
    for (const each of await (await caches.open(name)).keys()) {
      if (!new URL(each.url).pathname.startsWith("/static/")) found.push(each.url);
    }
  }
  return found;
}

self.addEventListener("install", function (event) {
  event.waitUntil((async function () {
    const store = await caches.open(NAME);
    const all = new Set(FILES.concat(PAGES, await olderPages()).map(function (each) { return new URL(each, location).href; }));
    await Promise.all(Array.from(all, function (each) { return hold(store, each); }));
  })());
});

self.addEventListener("activate", function (event) {
  event.waitUntil((async function () {
    for (const name of await caches.keys()) {
      if (name !== NAME && name.startsWith("helper-")) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", function (event) {
  const asked = event.data || {};
  if (asked.keep || asked.here) {
    event.waitUntil(caches.open(NAME).then(async function (store) {
      const wanted = (asked.keep || []).concat([].concat(asked.here || []).filter(function (each) { return isPage(new URL(each)); }));
      await Promise.all(wanted.map(async function (each) {
        const kept = await store.match(each, { ignoreVary: true });
        const age = kept ? Date.now() - Date.parse(kept.headers.get("date")) : FRESH;
        if (!(age < FRESH)) await hold(store, each).catch(function () {});
      }));
      await tellAll();
    }));
  }
  if (asked.take) {
    event.waitUntil(self.clients.matchAll({ includeUncontrolled: true }).then(function (open) {
      const forms = open.some(function (each) { return /\/(person|meeting|private)$/.test(new URL(each.url).pathname); });
      if (!forms) self.skipWaiting();
    }));
  }
});

/* A page whose form is sent as it is must come fresh each time: its key counts once. So must the first
   page behind a link that was opened just now: what is kept may be another helper's. */
function isPage(address) {
  return !address.search && address.origin === location.origin && /^\/h\/(work$|$|.*\/(person|meeting|private)$)/.test(address.pathname);
}

async function networkFirst(request) {
  const kept = await caches.match(request.url.split("#")[0], { ignoreVary: true });
  const answer = fetch(request).then(function (fresh) {
    if (!fresh.ok || fresh.redirected) return fresh;
    const copy = fresh.clone();
    caches.open(NAME).then(function (store) { return store.put(request.url.split("#")[0], copy); }).then(tellAll);
    return fresh;
  });
  if (!kept) return answer;
  const late = new Promise(function (done) { setTimeout(function () { done(kept); }, PATIENCE); });
  return Promise.race([answer.then(function (fresh) { return fresh.status < 500 ? fresh : kept; }, function () { return kept; }), late]);
}

self.addEventListener("fetch", function (event) {
  const request = event.request, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && isPage(address)) event.respondWith(networkFirst(request));
  else if (address.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then(function (kept) { return kept || fetch(request); }));
  }
});
