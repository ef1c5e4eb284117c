/* The code that a slip's QR code carries after "#" never travels in an address: it is put into the field here, and out of the
   browser's history. Written for old browsers; without it the code is typed. */
(function () {
  "use strict";
  var field = document.getElementById("code");
  var code = window.location.hash.slice(1);
  if (!field || !/^[0-9A-Za-z-]{16,19}$/.test(code)) return;
  field.value = code;
  if (window.history && window.history.replaceState) {
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
  }
}());
