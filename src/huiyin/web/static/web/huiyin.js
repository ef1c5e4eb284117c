/* Everything works without this file; it adds keys to triage and keeps what is being typed.

   Keys are written on their button: data-key, one or several. Keys do nothing while somebody types. */
(function () {
  "use strict";

  function typing(target) {
    return target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]") !== null;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Enter" && event.target.closest("a, button, summary")) return;
    var found = document.querySelector('[data-key~="' + CSS.escape(key) + '"]');
    if (!found && (key === "j" || key === "k")) {
      /* In a list without buttons for it: to the next row, or the one before. Enter opens the link that has the focus. */
      var rows = Array.from(document.querySelectorAll("[data-row]"));
      if (!rows.length) return;
      var to = rows.indexOf(document.activeElement) + (key === "j" ? 1 : -1);
      rows[Math.max(0, Math.min(to, rows.length - 1))].focus();
      event.preventDefault();
    }
    if (!found) return;
    event.preventDefault();
    if (found.matches("input[type=radio]")) {
      found.checked = true;
      found.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (found.matches("details")) {
      found.open = true;
      var field = found.querySelector("input, textarea, select");
      if (field) field.focus();
    } else if (found.matches("input[type=checkbox]")) {
      found.click();
    } else if (found.matches("input, textarea, select")) {
      found.focus();
    } else {
      found.click();
    }
  });

  /* A text can be the same matter or be left open, not both. */
  document.addEventListener("change", function (event) {
    if (!event.target.matches(".choices input[type=checkbox]") || !event.target.checked) return;
    event.target.closest("li").querySelectorAll("input[type=checkbox]").forEach(function (other) {
      if (other !== event.target) other.checked = false;
    });
  });

  /* Who chooses from the list means the choice beside it. */
  document.addEventListener("change", function (event) {
    if (!event.target.matches("label > select")) return;
    var choice = event.target.closest("label").querySelector("input[type=radio]");
    if (choice) choice.checked = true;
  });

  /* Who signs out leaves no words in this browser: what wasn't sent yet is asked about first, and goes with the session. Before what follows. */
  var STORES = /^(huiyin-desk-|selfcheck\.)/;
  function unsent() {
    try { return Object.keys(localStorage).filter(function (name) { return STORES.test(name); }); } catch (error) { return []; }
  }
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.unsent === undefined) return;
    var names = unsent();
    if (names.length && !window.confirm(event.target.dataset.unsent)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    document.documentElement.dataset.leaving = "1"; /* an editor that is open keeps nothing any more */
    names.forEach(function (name) { localStorage.removeItem(name); });
    if (window.indexedDB) window.indexedDB.deleteDatabase("huiyin-desk");
  });

  /* Whoever sends a form twice by impatience sends it once. */
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") {
      event.target.dataset.sent = "1";
      window.setTimeout(function () { delete event.target.dataset.sent; }, 4000);
    }
  });

  /* And who goes back to a choice means no other from the list. */
  document.addEventListener("change", function (event) {
    if (!event.target.matches(".choice input[type=radio]") || event.target.value === "other") return;
    var list = event.target.closest(".choice").querySelector("select");
    if (list) list.value = "";
  });

  /* Enter in a panel presses the panel's own button, not the form's first. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("details input")) return;
    var button = event.target.closest("details").querySelector("button");
    if (button) { event.preventDefault(); button.click(); }
  });

  /* A note beside a text that is being written shows its place there, as long as the text is still what the note speaks of. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[data-from]") : null;
    var field = document.querySelector("textarea[data-noted]");
    if (!link || !field || field.value !== field.defaultValue) return;
    event.preventDefault();
    var letters = Array.from(field.value);
    var from = letters.slice(0, +link.dataset.from).join("").length;
    var to = letters.slice(0, +link.dataset.to).join("").length;
    field.setSelectionRange(from, from);
    field.blur();
    field.focus(); /* scrolls to the caret */
    field.setSelectionRange(from, to);
  });

  /* After a part was swapped, the reader goes on where it begins, or where it says what went wrong; who types already, types on. */
  document.addEventListener("htmx:afterSettle", function (event) {
    if (!event.target.querySelector || typing(document.activeElement)) return;
    var start = event.target.querySelector("[role=alert]") || event.target.querySelector("[data-start]");
    if (!start) return;
    start.setAttribute("tabindex", "-1");
    start.focus({ preventScroll: true });
    if (start.matches("[role=alert]")) start.scrollIntoView({ block: "center" });
    else window.scrollTo(0, 0);
  });
})();
