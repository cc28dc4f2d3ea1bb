// Record a voice into the file field of a form. Without this script the field itself is there.
// What was recorded stays on the page until it has arrived: a network that dies loses nothing.
(function () {
  'use strict';
  var MOST = 2000000, SECONDS = 900, SILENT = 60000;
  var can = window.MediaRecorder && navigator.mediaDevices && window.DataTransfer;
  var kinds = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', ''];
  var kept = window.kept || {}, unsent = 0;
  window.kept = null;
  function all(what, where) { return Array.prototype.slice.call(where.querySelectorAll(what)); }
  function make(tag, text, after) {
    var one = document.createElement(tag);
    one.textContent = text;
    after.parentNode.insertBefore(one, after.nextSibling);
    return one;
  }
  function prepare(box) {
    var say = box.dataset, file = box.querySelector('[type=file]');
    var length = box.querySelector('[name^=seconds]'), form = box.closest('form');
    var told = make('p', '', file), button = make('button', say.record, file);
    var heard, copy, tape, pieces, size, begun, watch;
    button.type = 'button';
    button.className = 'quiet';
    told.setAttribute('role', 'status');
    function clear() {
      if (heard) { URL.revokeObjectURL(heard.src); heard.remove(); heard = null; unsent -= 1; }
      if (copy) { copy.remove(); copy = null; }
      length.value = '';
      box.held = null;
    }
    function hold(sound, seconds) {
      var hand = new DataTransfer();
      hand.items.add(new File([sound], 'voice', { type: sound.type }));
      file.files = hand.files;
      length.value = seconds;
      heard = make('audio', '', told);
      heard.controls = true;
      heard.src = URL.createObjectURL(sound);
      button.textContent = say.again;
      told.textContent = say.done;
      unsent += 1;
      box.held = [sound, seconds];
    }
    function done() {
      var sound = new Blob(pieces, { type: tape.mimeType.split(';')[0] });
      clearInterval(watch);
      tape.stream.getTracks().forEach(function (each) { each.stop(); });
      tape = null;
      form.running -= 1;
      button.textContent = say.again;
      if (!size) { told.textContent = say.no; return; }
      hold(sound, Math.round((Date.now() - begun) / 1000));
    }
    function begin(stream) {
      var kind = kinds.filter(function (each) { return !each || MediaRecorder.isTypeSupported(each); })[0];
      var how = { audioBitsPerSecond: 16000 };
      if (kind) { how.mimeType = kind; }
      tape = new MediaRecorder(stream, how);
      pieces = [];
      size = 0;
      begun = Date.now();
      tape.ondataavailable = function (each) {
        if (size + each.data.size > MOST) { if (tape.state !== 'inactive') { tape.stop(); } return; }
        pieces.push(each.data);
        size += each.data.size;
      };
      tape.onstop = done;
      tape.start(1000);
      form.running = (form.running || 0) + 1;
      button.textContent = say.stop;
      watch = setInterval(function () {
        var seconds = Math.round((Date.now() - begun) / 1000);
        told.textContent = say.running.replace('0', seconds);
        if (seconds >= SECONDS) { tape.stop(); }
      }, 1000);
      told.textContent = say.running;
    }
    button.onclick = function () {
      if (tape) { if (tape.state !== 'inactive') { tape.stop(); } return; }
      clear();
      file.value = '';
      navigator.mediaDevices.getUserMedia({ audio: true }).then(begin, function () {
        told.textContent = say.no;
      });
    };
    file.onchange = clear;
    box.tells = function (loaded) { told.textContent = say.sending.replace('0', Math.round(loaded / 1000)); };
    box.failed = function () {
      told.textContent = say.failed;
      if (copy) { return; }
      copy = make('a', say.copy, heard);
      copy.href = heard.src;
      copy.download = 'voice.' + file.files[0].type.split('/')[1];
    };
    // Sent while it runs, it would be lost: it ends, is heard and then kept.
    form.addEventListener('submit', function (event) {
      if (!form.running) { send(event, form); return; }
      event.preventDefault();
      if (tape && tape.state !== 'inactive') { tape.stop(); }
    });
    if (kept[file.id]) { hold(kept[file.id][0], kept[file.id][1]); }
  }
  // A form with a recording is sent from here, so that the page, and what is recorded on it, stays until then.
  function send(event, form) {
    var held = {}, watch, last = Date.now(), pressed = event.submitter, say = new FormData(form);
    var out = new XMLHttpRequest(), boxes = all('[data-record]', form).filter(function (each) { return each.held; });
    if (event.defaultPrevented) { return; }
    if (!boxes.length || !pressed) { unsent = 0; return; }
    event.preventDefault();
    boxes.forEach(function (each) { held[each.querySelector('[type=file]').id] = each.held; });
    function stands(on) {
      clearInterval(watch);
      all('button', form).forEach(function (each) { each.disabled = on; });
    }
    function failed() {
      stands(false);
      boxes.forEach(function (each) { each.failed(); });
    }
    if (pressed.name) { say.append(pressed.name, pressed.value); }
    out.open('POST', pressed.hasAttribute('formaction') ? pressed.formAction : form.action);
    out.setRequestHeader('Consult-Stays', 'yes');
    out.upload.onprogress = function (each) { last = Date.now(); boxes[0].tells(each.loaded); };
    out.onerror = out.onabort = failed;
    out.onload = function () {
      var where = out.getResponseHeader('Consult-Goes'), there, stays;
      if (out.status !== 422 && (out.status < 200 || out.status > 299)) { failed(); return; }
      clearInterval(watch);
      unsent = 0;
      if (where) {
        // A place on the page that stands here is gone to without asking for it anew; any other way it is asked once.
        there = new URL(where, location.href);
        stays = there.hash && there.href.split('#')[0] === location.href.split('#')[0];
        location.assign(where);
        if (stays) { location.reload(); }
        return;
      }
      if (out.status === 422) { window.kept = held; }
      history.replaceState(null, '', out.responseURL);
      document.open();
      document.write(out.responseText);
      document.close();
    };
    stands(true);
    boxes[0].tells(0);
    watch = setInterval(function () { if (Date.now() - last > SILENT) { out.abort(); } }, 1000);
    out.send(say);
  }
  if (!can) { return; }
  all('[data-record]', document).forEach(prepare);
  // Whoever speaks for themselves may have to be gone at once: no page of theirs asks anything first.
  if (document.querySelector('[name=draft]')) { return; }
  document.addEventListener('click', function (event) {
    if (event.target.closest('a[href="/leave"]')) { unsent = 0; }
  });
  window.addEventListener('beforeunload', function (event) {
    if (unsent > 0) { event.preventDefault(); event.returnValue = ''; }
  });
})();
