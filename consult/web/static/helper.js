/* Keeps what a helper writes down: sealed at once, on this phone, until it has arrived.
   Without this script the forms are sent as they are. */
"use strict";
(function () {
  const crypt = window.crypto && window.crypto.subtle;
  const panel = document.getElementById("queue");
  if (!crypt || !window.indexedDB || !panel || !window.fetch) return;
  const EVERY = 60000, SOON = 3000, PATIENCE = 30000, LEASE = 40000, LITTLE = 50, LOOKED_AT = "looked-at";
  const bytes = new TextEncoder();
  let opened = null;

  /* The records: key, n, at, size, state (waiting | refused | sent), tries, and while here link, sealed. */
  function base() {
    opened = opened || new Promise(function (done, fail) {
      const asked = indexedDB.open("helper", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("records", { keyPath: "key" });
        asked.result.createObjectStore("numbers");
      };
      asked.onsuccess = function () { done(asked.result); };
      asked.onerror = function () { fail(asked.error); };
    });
    return opened;
  }

  async function change(work) {
    const all = (await base()).transaction(["records", "numbers"], "readwrite");
    let given;
    work(all.objectStore("records"), all.objectStore("numbers"), function (found) { given = found; });
    return new Promise(function (done, fail) {
      all.oncomplete = function () { done(given); };
      all.onerror = all.onabort = function () { fail(all.error); };
    });
  }

  function records() {
    return change(function (kept, numbers, give) {
      kept.getAll().onsuccess = function (found) {
        give(found.target.result.sort(function (a, b) { return a.n - b.n; }));
      };
    });
  }

  /* Never one that was deleted meanwhile, or that has arrived. */
  function put(record) {
    return change(function (kept) {
      kept.get(record.key).onsuccess = function (found) {
        if (found.target.result && found.target.result.state === "waiting") kept.put(record);
      };
    });
  }

  /* Numbers count up on this phone; the last one is kept apart from the records, which go. */
  function add(record) {
    return change(function (kept, numbers) {
      numbers.get("last").onsuccess = function (found) {
        record.n = (found.target.result || 0) + 1;
        numbers.put(record.n, "last");
        kept.add(record);
      };
    });
  }

  function sentBefore() {
    return change(function (kept, numbers, give) {
      numbers.get("sent").onsuccess = function (found) { give(found.target.result || { count: 0, at: 0 }); };
    });
  }

  /* Two helpers, one phone: pages kept for one are never shown to the next. What waits to be sent stays. */
  async function ownPages() {
    const who = panel.dataset.who;
    if (!who || !window.caches) return;
    const before = await change(function (kept, numbers, give) {
      numbers.get("who").onsuccess = function (found) { give(found.target.result); };
    });
    if (before === who || (!before && !navigator.onLine)) return;
    for (const name of await caches.keys()) {
      if (!name.startsWith("helper-")) continue;
      const store = await caches.open(name);
      for (const each of await store.keys()) {
        if (/^\/h\/./.test(new URL(each.url).pathname)) await store.delete(each);
      }
    }
    await change(function (kept, numbers) { numbers.put(who, "who"); });
  }

  /* Sealing: to the key of the link, so that only the house opens it. */
  function fromHex(text) {
    return new Uint8Array(text.match(/../g).map(function (two) { return parseInt(two, 16); }));
  }

  function newKey() {
    const six = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(six, function (each) { return ("0" + each.toString(16)).slice(-2); }).join("");
  }

  async function seal(plain, about, row, sealing) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypt.importKey("raw", sealing.slice(1), curve, false, []);
    const ours = await crypt.generateKey(curve, true, ["deriveBits"]);
    const shared = await crypt.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
    const base = await crypt.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: bytes.encode("consult sealed outside") };
    const key = await crypt.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const bound = { name: "AES-GCM", iv: nonce, additionalData: bytes.encode(about + "|" + row) };
    const closed = new Uint8Array(await crypt.encrypt(bound, key, bytes.encode(plain)));
    const point = new Uint8Array(await crypt.exportKey("raw", ours.publicKey));
    const whole = new Uint8Array(1 + point.length + nonce.length + closed.length);
    whole.set(sealing.slice(0, 1), 0);
    whole.set(point, 1);
    whole.set(nonce, 1 + point.length);
    whole.set(closed, 1 + point.length + nonce.length);
    return whole;
  }

  function inLetters(data) {
    let text = "";
    data.forEach(function (each) { text += String.fromCharCode(each); });
    return btoa(text);
  }

  /* A form is filled in: closed at once, and the form is empty again. */
  const form = document.querySelector("form[data-seal]");

  function show(name, on) {
    document.querySelectorAll('[data-if="' + name + '"]').forEach(function (each) { each.hidden = !on; });
  }

  function words() {
    return Array.from(form.querySelectorAll("textarea")).some(function (each) { return each.value.trim(); });
  }

  /* The first number of a text in digits of any script, read as the house reads it; 0 if there is none. */
  function count(text) {
    const found = /\p{Nd}{1,8}/u.exec(text.replace(/[,٬]/g, ""));
    return Number(Array.from(found ? found[0] : "0", function (digit) {
      const at = digit.codePointAt(0);
      let value = 0;
      while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(at - value - 1))) value += 1;
      return value;
    }).join(""));
  }

  /* What the house would not take is said before it is sealed: later nobody could mend it. */
  function miscounted() {
    return Array.from(form.querySelectorAll("[data-most]")).find(function (each) {
      const people = count(each.value);
      return people > Number(each.dataset.most) || (people < 1 && each.id === "people");
    });
  }

  async function keep() {
    const fields = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== "key") (fields[name] = fields[name] || []).push(value);
    });
    const told = form.dataset, key = newKey();
    const plain = JSON.stringify({ kind: told.seal, slug: told.slug, lang: told.lang, fields: fields });
    const sealed = await seal(plain, key, told.row, fromHex(told["with"]));
    await add({ key: key, at: Date.now(), size: sealed.length, state: "waiting", tries: 0, link: told.link, sealed: inLetters(sealed) });
    form.reset();
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(function () {});
    location.assign(panel.dataset.work + "#kept");
  }

  if (form) {
    show("sealing", true);
    const day = document.getElementById("held_on");
    const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    if (day && !day.value) day.value = today;
    form.addEventListener("submit", function (event) {
      const button = form.querySelector("button"), wrong = miscounted();
      event.preventDefault();
      show("empty", !words());
      show("uncounted", !!wrong);
      if (wrong) wrong.focus();
      if (wrong || !words()) return;
      button.disabled = true;
      keep().catch(function () { button.disabled = false; show("little", true); });
    });
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) { form.reset(); form.querySelector("button").disabled = false; }
    });
  }

  /* Sending: one at a time, whatever becomes of the one before. */
  async function post(record) {
    const stop = new AbortController();
    const late = setTimeout(function () { stop.abort(); }, PATIENCE);
    try {
      return await fetch(panel.dataset.send, {
        method: "POST", credentials: "omit", signal: stop.signal,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ link: record.link, key: record.key, sealed: record.sealed })
      });
    } finally { clearTimeout(late); }
  }

  async function sendOne(record) {
    const answer = await post(record);
    if (answer.status >= 500 || answer.status === 429) { record.tries += 1; return put(record); }
    const said = await answer.json().catch(function () { return {}; });
    if (answer.ok && said.taken) return arrived(record, said);
    if (answer.ok) { record.tries += 1; return put(record); }   /* a page in between, such as a hotel's */
    if (!said.why) { record.tries += 1; return put(record); }   /* not our word */
    record.state = "refused";
    record.why = said.why;
    return put(record);
  }

  function arrived(record, said) {
    const left = { key: record.key, n: record.n, at: record.at, size: record.size, state: "sent", receipt: said.receipt, note: said.note };
    return change(function (kept, numbers) {
      if (said.receipt || said.note) kept.put(left); else kept.delete(record.key);
      numbers.get("sent").onsuccess = function (found) {
        const before = found.target.result || { count: 0 };
        numbers.put({ count: before.count + 1, at: Date.now() }, "sent");
      };
    });
  }

  async function waiting() {
    return (await records()).filter(function (each) { return each.state === "waiting"; })
      .sort(function (a, b) { return a.tries - b.tries || a.n - b.n; });
  }

  async function drain() {
    let failed = 0;
    for (const each of await waiting()) {
      const now = (await records()).find(function (one) { return one.key === each.key; });
      if (!now || now.state !== "waiting") continue;
      try { await sendOne(now); failed = 0; } catch (nothing) {
        now.tries += 1;
        await put(now);
        failed += 1;
        if (failed > 2) break;   /* there is no network: later */
      }
      await draw();
    }
  }

  /* Two tabs never send at once; if they did, the house would keep it once all the same. */
  async function alone(work) {
    if (navigator.locks) return navigator.locks.request("helper-send", { ifAvailable: true }, function (got) { return got ? work() : null; });
    const until = Number(localStorage.getItem("helper-send") || 0);
    if (until > Date.now()) return null;
    localStorage.setItem("helper-send", String(Date.now() + LEASE));
    try { return await work(); } finally { localStorage.removeItem("helper-send"); }
  }

  let again = 0, pause = SOON;
  async function go() {
    show("offline", !navigator.onLine);
    const before = (await waiting()).length;
    await alone(drain);
    await draw();
    const left = (await waiting()).length;
    clearTimeout(again);
    pause = left < before ? SOON : Math.min(pause * 2, EVERY);
    if (left && navigator.onLine) again = setTimeout(go, pause);
  }

  /* What stands on the page. */
  function time(at) {
    return new Date(at).toLocaleString(panel.dataset.tag, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  }

  function tell(where, name, text) {
    where.querySelectorAll('[data-told="' + name + '"]').forEach(function (each) { each.textContent = text; });
  }

  function row(record) {
    const made = document.getElementById("row").content.cloneNode(true);
    const here = record.state !== "sent";
    tell(made, "n", record.n);
    tell(made, "at", time(record.at));
    tell(made, "size", Math.max(1, Math.round(record.size / 1000)));
    tell(made, "why", record.why || "");
    tell(made, "note", record.note || "");
    tell(made, "receipt", record.receipt || "");
    const on = { waiting: record.state === "waiting", refused: record.state === "refused", sent: !here, here: here, note: record.note, receipt: record.receipt };
    Object.keys(on).forEach(function (name) {
      made.querySelectorAll('[data-if="' + name + '"]').forEach(function (each) { each.hidden = !on[name]; });
    });
    made.querySelectorAll("[data-do]").forEach(function (each) {
      each.addEventListener("click", function () { DOES[each.dataset.do](record); });
    });
    return made;
  }

  let drawn = "";
  async function draw() {
    const all = await records(), sent = await sentBefore();
    tell(panel, "waiting", all.filter(function (each) { return each.state !== "sent"; }).length);
    tell(panel, "sent", sent.count);
    if (sent.at) { show("last", true); tell(panel, "last", time(sent.at)); }
    const list = panel.querySelector("[data-rows]");
    const state = JSON.stringify(all.map(function (each) { return [each.key, each.state, each.why]; }));
    if (list && state !== drawn) {
      drawn = state;
      list.textContent = "";
      all.forEach(function (each) { list.appendChild(row(each)); });
    }
    panel.hidden = false;
  }

  function gone(record) {
    return change(function (kept) { kept.delete(record.key); }).then(draw);
  }

  const DOES = {
    noted: gone,
    "delete": gone,
    copy: function (record) {
      const file = new Blob([JSON.stringify({ link: record.link, key: record.key, sealed: record.sealed })], { type: "application/json" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = "sealed-" + record.n + ".json";
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
    }
  };

  async function space() {
    if (!navigator.storage || !navigator.storage.estimate) return;
    const found = await navigator.storage.estimate(), free = Math.round((found.quota - found.usage) / 1e6);
    tell(panel, "space", free);
    show("space", true);
    show("little", free < LITTLE);
  }

  /* Who moves on before the worker is there finds the page kept all the same: the next page asks for it. */
  function lookedAt() {
    return JSON.parse(sessionStorage.getItem(LOOKED_AT) || "[]");
  }

  /* Pages that open without a network: kept by the worker, which answers GET alone. */
  async function shell() {
    if (!navigator.serviceWorker) return;
    sessionStorage.setItem(LOOKED_AT, JSON.stringify(lookedAt().concat(location.href.split("#")[0])));
    await navigator.serviceWorker.register(panel.dataset.worker, { scope: new URL(".", new URL(panel.dataset.worker, location)).pathname });
    const ready = await navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", function () { mark(links); });
    const links = Array.from(document.querySelectorAll('a[href$="/person"],a[href$="/meeting"],a[href$="/private"]'));
    const wanted = links.filter(function (each) { return "keep" in each.dataset; });
    if (navigator.onLine) ready.active.postMessage({ keep: wanted.map(function (each) { return each.href; }) });
    ready.active.postMessage({ here: lookedAt() });
    sessionStorage.removeItem(LOOKED_AT);
    if (ready.waiting && !form) ready.waiting.postMessage({ take: true });
    mark(links);
  }

  function mark(links) {
    const said = document.getElementById("offline-too");
    if (!said || !window.caches) return;
    links.forEach(async function (each) {
      if (!(await caches.match(each.href, { ignoreVary: true })) || each.dataset.marked) return;
      each.dataset.marked = "1"; // asked and said without a wait between: two calls at once say it once
      each.parentNode.insertBefore(said.content.cloneNode(true), each.nextSibling);
    });
  }

  /* The number of the link stands behind the #, which no server sees. */
  function enter() {
    const door = document.getElementById("door"), number = location.hash.slice(1);
    if (!door || !/^\d{15}$/.test(number)) return;
    history.replaceState(null, "", location.pathname);
    door.querySelector("input").value = number;
    door.submit();
  }

  if (location.hash === "#kept" && document.getElementById("kept")) {
    document.getElementById("kept").hidden = false;
    history.replaceState(null, "", location.pathname);
  }
  if (location.search === "?new=1") {
    history.replaceState(null, "", location.pathname + location.hash);
    sessionStorage.removeItem(LOOKED_AT); // another helper looked at those
  }
  enter();
  window.addEventListener("hashchange", enter);
  panel.querySelector('[data-do="send"]').addEventListener("click", go);
  window.addEventListener("online", go);
  window.addEventListener("offline", function () { show("offline", true); });
  setInterval(function () { if (!document.hidden) go(); }, EVERY);
  setInterval(function () { if (!document.hidden) draw(); }, 3000);
  draw().then(go);
  space();
  ownPages().catch(function () {}).then(shell).catch(function () {});
})();
