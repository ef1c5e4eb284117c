/* The recorder's desk. Typing never waits on the server: an entry lies in this browser at once and is sent in the background, again and
   again, under a key of its own, until the server says that it has kept it; only then it leaves the list. The page works without this file. */
(function () {
  "use strict";
  var desk = document.getElementById("desk");
  if (!desk || !window.localStorage || !window.fetch) return;
  var store = desk.dataset.store;
  var state = document.getElementById("desk-state");
  var waiting = document.getElementById("waiting");
  var token = (document.querySelector("input[name=csrfmiddlewaretoken]") || {}).value || "";
  var sending = false, out = false, pause = 0;

  function key() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    return Array.from(window.crypto.getRandomValues(new Uint8Array(16)), function (one) { return ("0" + one.toString(16)).slice(-2); }).join("");
  }
  /* Each entry lies under a name of its own, so that two windows can't overwrite each other's. */
  function entries() {
    var found = [];
    for (var at = 0; at < localStorage.length; at += 1) {
      var name = localStorage.key(at);
      if (name.indexOf(store + ":") !== 0) continue;
      try { found.push(JSON.parse(localStorage.getItem(name))); } catch (error) { /* not ours */ }
    }
    return found.sort(function (one, other) { return one.order - other.order; });
  }
  /* A browser that is killed loses what localStorage took in its last seconds: each entry goes to a database that is flushed at once, too. */
  var base = null;
  function disk(act) {
    if (!base) return;
    try { act(base.transaction("entries", "readwrite", { durability: "strict" }).objectStore("entries")); } catch (error) { /* the other place has it */ }
  }
  function keep(entry) {
    if (document.documentElement.dataset.leaving) return; /* signing out */
    var name = store + ":" + entry.key, text = JSON.stringify(entry);
    localStorage.setItem(name, text);
    disk(function (kept) { kept.put({ name: name, text: text }); });
  }
  function forget(entry) {
    localStorage.removeItem(store + ":" + entry.key);
    disk(function (kept) { kept.delete(store + ":" + entry.key); });
  }
  function open() {
    if (!window.indexedDB) return;
    var asked = window.indexedDB.open("huiyin-desk", 1);
    asked.onupgradeneeded = function () { asked.result.createObjectStore("entries", { keyPath: "name" }); };
    asked.onsuccess = function () {
      base = asked.result;
      base.onversionchange = function () { base.close(); base = null; }; /* who signs out deletes it */
      disk(function (kept) {
        var all = kept.getAll();
        all.onsuccess = function () {
          all.result.forEach(function (one) {
            if (one.name.indexOf(store + ":") === 0 && localStorage.getItem(one.name) === null) localStorage.setItem(one.name, one.text);
          });
          draw();
          send();
        };
      });
    };
  }

  function nameOf(seat) {
    var option = desk.querySelector('option[value="' + seat + '"][data-name]');
    return option ? option.dataset.name : "";
  }
  function line(tag, text, kind) {
    var made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }
  function button(text, act) {
    var made = line("button", text, "btn small");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function draw() {
    if (!state) return;
    var all = entries();
    state.textContent = "";
    if (out) {
      state.append(line("span", state.dataset.login + " "));
      var door = line("a", state.dataset.door);
      door.href = desk.dataset.login;
      door.target = "_blank";
      door.rel = "noopener";
      state.append(door);
    } else {
      state.textContent = all.length ? all.length + " " + state.dataset.wait : state.dataset.all;
    }
    state.dataset.waiting = String(all.length);
    waiting.hidden = !all.length;
    waiting.textContent = "";
    all.forEach(function (entry) {
      var row = document.createElement("li");
      var who = entry.fields.kind === "criticism" ? nameOf(entry.fields.from) + " → " + nameOf(entry.fields.to) : "";
      row.append(line("b", who + " "), line("span", entry.fields.words, "words"));
      if (entry.refused) {
        row.append(line("p", state.dataset.refused + entry.refused, "said error"));
        row.append(button(state.dataset.again, function () { reopen(entry); }), " ", button(state.dataset.drop, function () { forget(entry); draw(); }));
      }
      waiting.append(row);
    });
    count(all);
  }
  /* The matrix fills as one types: what waits is counted with what is kept. */
  function count(all) {
    desk.querySelectorAll("[data-cell]").forEach(function (cell) {
      if (cell.classList.contains("own")) return;
      if (cell.dataset.kept === undefined) cell.dataset.kept = cell.textContent.trim() || "0";
      var more = all.filter(function (entry) { return !entry.refused && entry.fields.from + "-" + entry.fields.to === cell.dataset.cell; }).length;
      cell.textContent = String(+cell.dataset.kept + more || "");
      cell.classList.toggle("waits", more > 0);
    });
  }
  function reopen(entry) {
    var form = document.getElementById("say");
    if (!form || entry.fields.kind !== "criticism") return;
    ["from", "to", "wind", "words", "fact"].forEach(function (name) { form.elements[name].value = entry.fields[name] || ""; });
    forget(entry);
    draw();
    form.elements.words.focus();
  }

  function send() {
    if (sending) return;
    var entry = entries().filter(function (one) { return !one.refused; })[0];
    if (!entry) { draw(); return; }
    sending = true;
    var body = new URLSearchParams(entry.fields);
    body.set("key", entry.key);
    body.set("csrfmiddlewaretoken", token);
    fetch(desk.dataset.entries, { method: "POST", body: body, credentials: "same-origin", redirect: "manual", headers: { "X-Desk": "1" } })
      .then(function (answer) {
        var told = (answer.headers.get("Content-Type") || "").indexOf("json") >= 0;
        if (told) return answer.json();
        if (answer.status >= 500 || answer.status === 0 && answer.type !== "opaqueredirect") throw new Error("away");
        return renew(); /* the session is over, or the form's token is of an earlier one */
      })
      .then(function (told) {
        sending = false;
        if (told && told.kept === entry.key) {
          out = false; pause = 0;
          forget(entry);
          draw();
          refresh();
          send();
        } else if (told && told.refused === entry.key) {
          out = false;
          entry.refused = told.said;
          keep(entry);
          draw();
          send();
        } else later();
      })
      .catch(function () { sending = false; later(); });
  }
  function later() {
    draw();
    pause = Math.min(pause ? pause * 2 : 500, 8000);
    window.setTimeout(send, pause);
  }
  function renew() {
    return fetch(desk.dataset.record, { credentials: "same-origin", redirect: "manual" }).then(function (answer) {
      out = answer.status !== 200;
      if (out) return null;
      return answer.text().then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var found = page.querySelector("#say input[name=csrfmiddlewaretoken]");
        out = !found;
        if (found) token = found.value;
        return null;
      });
    });
  }
  var due = 0;
  function refresh() {
    window.clearTimeout(due);
    due = window.setTimeout(function () {
      var record = document.getElementById("desk-record");
      if (!record || record.contains(document.activeElement) && document.activeElement.matches("textarea, input, select")) return;
      fetch(desk.dataset.record, { credentials: "same-origin", redirect: "manual", headers: { "HX-Request": "true" } })
        .then(function (answer) { return answer.status === 200 ? answer.text() : ""; })
        .then(function (text) {
          if (text.indexOf("data-cell") < 0) return;
          record.innerHTML = text;
          if (window.htmx) window.htmx.process(record);
          draw();
        })
        .catch(function () { /* later again */ });
    }, 300);
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches || !form.matches("form[data-entry]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var fields = {};
    new FormData(form).forEach(function (value, name) { if (name !== "csrfmiddlewaretoken" && name !== "key") fields[name] = value; });
    if (!fields.words || !fields.words.trim()) return;
    /* an answer is one for its criticism: its key stays the form's */
    var entry = { key: fields.kind === "answer" ? form.elements.key.value : key(), order: Date.now(), fields: fields };
    keep(entry);
    form.elements.words.value = "";
    if (form.elements.fact) form.elements.fact.value = "";
    if (form.id === "say") {
      localStorage.removeItem(store + "-draft");
      form.elements.from.value = form.elements.to.value = form.elements.wind.value = "";
      said();
      pair.value = "";
      pair.focus();
    }
    draw();
    send();
  }, true);

  /* Two keys choose the pair: a number or the first letter of a name; a third one the kind. */
  var form = document.getElementById("say"), pair = document.getElementById("pair"), told = document.getElementById("pair-said");
  function seatOf(press, select) {
    var options = Array.from(select.options).filter(function (option) {
      return option.value && (option.dataset.press === press || option.dataset.name.indexOf(press) === 0);
    });
    return options.length === 1 ? options[0].value : "";
  }
  function said() {
    if (!form) return;
    var from = nameOf(form.elements.from.value), to = nameOf(form.elements.to.value);
    told.textContent = from ? from + " → " + to : "";
  }
  if (form && pair) {
    document.querySelectorAll(".scripted").forEach(function (one) { one.hidden = false; });
    pair.addEventListener("input", function () {
      if (pair.dataset.composing) return;
      var pressed = Array.from(pair.value.replace(/\s/g, ""));
      form.elements.from.value = pressed[0] ? seatOf(pressed[0], form.elements.from) : "";
      form.elements.to.value = pressed[1] ? seatOf(pressed[1], form.elements.to) : "";
      if (pressed[2]) form.elements.wind.value = pressed[2].toUpperCase();
      said();
      if (pressed.length >= 3 && form.elements.to.value) form.elements.words.focus();
    });
    pair.addEventListener("compositionstart", function () { pair.dataset.composing = "1"; });
    pair.addEventListener("compositionend", function () { delete pair.dataset.composing; pair.dispatchEvent(new Event("input")); });
    pair.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " " || event.isComposing) return;
      event.preventDefault();
      if (form.elements.from.value && form.elements.to.value) form.elements.words.focus();
      else told.textContent = state.dataset.pair;
    });
    form.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("textarea, input[name=fact]")) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("change", said);
    /* what is being typed survives, too */
    form.addEventListener("input", function () {
      var draft = {};
      ["from", "to", "wind", "words", "fact"].forEach(function (name) { draft[name] = form.elements[name].value; });
      localStorage.setItem(store + "-draft", JSON.stringify(draft));
    });
    try {
      var draft = JSON.parse(localStorage.getItem(store + "-draft") || "null");
      if (draft && draft.words && !form.elements.words.value) {
        ["from", "to", "wind", "words", "fact"].forEach(function (name) { form.elements[name].value = draft[name] || ""; });
        said();
      }
    } catch (error) { /* nothing kept */ }
    if (!form.elements.words.value) pair.focus(); else form.elements.words.focus();
  }
  draw();
  send();
  open();
  window.addEventListener("online", function () { pause = 0; send(); });
  window.addEventListener("focus", function () { pause = 0; send(); });
  /* what another recorder writes comes in as well */
  window.setInterval(function () { if (document.visibilityState === "visible") refresh(); }, 15000);
})();
