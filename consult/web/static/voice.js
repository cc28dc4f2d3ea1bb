// Record a voice into the file field of a form. Without this script the field itself is there.
(function () {
  'use strict';
  var MOST = 2000000, SECONDS = 900;
  var can = window.MediaRecorder && navigator.mediaDevices && window.DataTransfer;
  var kinds = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4', ''];
  function make(tag, text, after) {
    var one = document.createElement(tag);
    one.textContent = text;
    after.parentNode.insertBefore(one, after.nextSibling);
    return one;
  }
  function prepare(box) {
    var say = box.dataset, file = box.querySelector('[type=file]');
    var length = box.querySelector('[name=seconds]');
    var told = make('p', '', file), button = make('button', say.record, file);
    var heard, tape, pieces, size, begun, watch;
    button.type = 'button';
    button.className = 'quiet';
    told.setAttribute('role', 'status');
    function clear() {
      if (heard) { URL.revokeObjectURL(heard.src); heard.remove(); heard = null; }
      length.value = '';
    }
    function done() {
      var mime = tape.mimeType.split(';')[0], sound = new Blob(pieces, { type: mime });
      var hand = new DataTransfer();
      clearInterval(watch);
      tape.stream.getTracks().forEach(function (each) { each.stop(); });
      tape = null;
      button.textContent = say.again;
      if (!size) { told.textContent = say.no; return; }
      hand.items.add(new File([sound], 'voice', { type: mime }));
      file.files = hand.files;
      length.value = Math.round((Date.now() - begun) / 1000);
      heard = make('audio', '', told);
      heard.controls = true;
      heard.src = URL.createObjectURL(sound);
      told.textContent = say.done;
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
      navigator.mediaDevices.getUserMedia({ audio: true }).then(begin, function () {
        told.textContent = say.no;
      });
    };
    file.onchange = clear;
    // Sent while it runs, it would be lost: it ends, is heard and then kept.
    box.closest('form').addEventListener('submit', function (event) {
      if (!tape) { return; }
      event.preventDefault();
      if (tape.state !== 'inactive') { tape.stop(); }
    });
  }
  if (can) { Array.prototype.forEach.call(document.querySelectorAll('[data-record]'), prepare); }
})();
