// Sort by the keys of the digits, in any script. Without this script every button is there.
(function () {
  'use strict';
  var form = document.getElementById('sorting'), keys = document.getElementById('keys'), sent = false;
  var ZEROS = [0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x1040];
  if (!form) return;
  if (keys) keys.hidden = false;
  function digit(event) {
    var code = event.key.length === 1 ? event.key.charCodeAt(0) : 0, place = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    for (var at = 0; at < ZEROS.length; at += 1) {
      if (code >= ZEROS[at] && code < ZEROS[at] + 10) return code - ZEROS[at];
    }
    return place && !event.shiftKey ? Number(place[1]) : -1;
  }
  document.addEventListener('keydown', function (event) {
    var button, pressed;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (/^(INPUT|TEXTAREA|SELECT|AUDIO)$/.test(event.target.tagName)) return;
    pressed = digit(event);
    if (pressed === 0) {
      event.preventDefault();
      form.elements.codes.focus();
      return;
    }
    button = event.key === 'Backspace' ? document.querySelector('#undo button')
      : form.querySelector('button[name=code][value="' + pressed + '"]');
    if (button && !sent) button.click();
  });
  // A card is sorted once, also by somebody who presses twice.
  document.addEventListener('submit', function (event) {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener('pageshow', function () { sent = false; });
})();
