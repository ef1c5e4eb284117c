/* Pages for people without an account. Every page works without this; it must run in Chrome 66 (old WeChat).
   It keeps what is being written on this device until it was sent, fills a receipt's code from the address, and no more. */
(function () {
  "use strict";

  var FIELDS = ["text", "when", "where", "often"]; // not the contact, and never a receipt
  var MOST_BYTES = 10 * 1024 * 1024;

  function store(act) {
    try {
      return act(window.localStorage);
    } catch (error) {
      return null; // no storage here, or none left: the form works without
    }
  }

  function draftKey(code) { return "huiyin-draft-" + code; }

  function fieldsOf(form) {
    return FIELDS.map(function (name) { return form.elements[name]; }).filter(Boolean);
  }

  function forget(code) {
    store(function (kept) { kept.removeItem(draftKey(code)); });
  }

  function say(form, text, button) {
    var line = form.querySelector(".draft");
    line.textContent = text + " ";
    line.hidden = false;
    if (button) {
      var forgets = document.createElement("button");
      forgets.type = "button";
      forgets.className = "link";
      forgets.textContent = form.getAttribute("data-forget");
      forgets.addEventListener("click", button);
      line.appendChild(forgets);
    }
  }

  function keepDraft(form) {
    var code = form.getAttribute("data-draft");
    var fields = fieldsOf(form);
    function empty() {
      fields.forEach(function (field) { field.value = ""; });
      forget(code);
      form.querySelector(".draft").hidden = true;
    }
    var kept = store(function (all) { return JSON.parse(all.getItem(draftKey(code))); });
    var blank = fields.every(function (field) { return !field.value; });
    if (kept && blank) {
      fields.forEach(function (field) { field.value = String(kept[field.name] || ""); });
      say(form, form.getAttribute("data-restored"), empty);
    }
    var waiting;
    form.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        var draft = {};
        fields.forEach(function (field) { draft[field.name] = field.value; });
        var written = store(function (all) { all.setItem(draftKey(code), JSON.stringify(draft)); return true; });
        if (written) { say(form, form.getAttribute("data-kept"), empty); }
      }, 400);
    });
    form.addEventListener("submit", function (event) {
      var files = form.elements.files ? [].slice.call(form.elements.files.files) : [];
      if (files.some(function (file) { return file.size > MOST_BYTES; })) {
        event.preventDefault();
        say(form, form.getAttribute("data-large"));
      } else if (navigator.onLine === false) {
        event.preventDefault();
        say(form, form.getAttribute("data-offline"));
      }
    });
  }

  function fillCode(form) {
    var code = decodeURIComponent(window.location.hash.slice(1));
    if (code) {
      form.elements.code.value = code;
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
    }
  }

  var form = document.querySelector("form[data-draft]");
  if (form) { keepDraft(form); }
  var sent = document.querySelector("[data-sent]");
  if (sent) { forget(sent.getAttribute("data-sent")); }
  var receipt = document.querySelector("form[data-receipt]");
  if (receipt) {
    fillCode(receipt);
    window.addEventListener("hashchange", function () { fillCode(receipt); });
  }
})();
