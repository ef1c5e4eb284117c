/* A paper that is being written loses no keystroke: every change goes to this browser's own store at once and to the server within five
   seconds; without a connection, or with a session that ended, it goes on trying, and what didn't arrive comes back with the page.

   Works on a form with data-autosave (the key in the store); the form itself works without this file. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-autosave]");
  if (!form || !window.fetch || !window.FormData) return;
  var say = form.dataset, status = form.querySelector("[data-status]"), key = say.autosave + ".", own = key + windowName();
  var edits = form.elements.namedItem("edits"), told = form.elements.namedItem("pasted");
  var changed = 0, saved = 0, since = 0, busy = false, stopped = false, timer = 0;
  var SOON = 2000, LATEST = 4000, AGAIN = 5000;

  /* Each window keeps its own words: two of them write over each other neither here nor on the server. */
  function windowName() {
    try {
      var name = sessionStorage.getItem("window") || String(Math.random()).slice(2);
      sessionStorage.setItem("window", name);
      return name;
    } catch (error) { return "0"; }
  }

  function show(text, kind, link) {
    status.textContent = text;
    status.className = "saving no-print said " + kind;
    if (link) {
      var a = document.createElement("a");
      a.href = link;
      a.textContent = " →";
      status.appendChild(a);
    }
  }

  function fields() {
    var found = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== "csrfmiddlewaretoken") found[name] = String(value);
    });
    return found;
  }

  function keep() {
    if (document.documentElement.dataset.leaving) return; /* signing out */
    try { localStorage.setItem(own, JSON.stringify({ fields: fields() })); } catch (error) { /* no room: the server's copy is left */ }
  }

  function kept(name) {
    try { return JSON.parse(localStorage.getItem(name) || "null"); } catch (error) { return null; }
  }

  function drop(name) {
    try { localStorage.removeItem(name || own); } catch (error) { /* nothing to drop */ }
  }

  function touch() {
    changed += 1;
    if (!since) since = Date.now();
    keep();
    later(Math.max(0, Math.min(SOON, since + LATEST - Date.now())));
  }

  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  }

  function save() {
    if (busy) return later(500);
    if (changed === saved || stopped) return;
    busy = true;
    var at = changed;
    show(say.saving, "");
    fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin", redirect: "error"
    }).then(function (answer) {
      var type = answer.headers.get("Content-Type") || "";
      if (answer.status >= 500) throw new Error("not now");
      if (type.indexOf("application/json") !== 0) return ended();
      return answer.json().then(function (said) { answer.ok ? took(said, at) : refused(said); });
    }).catch(function () {
      show(say.offline, "warning");
      later(AGAIN);
    }).then(function () { busy = false; });
  }

  function took(said, at) {
    if (said.apart) {
      /* Another window had saved: these words lie apart now. This page keeps its old number, so that it can never write over the other. */
      stopped = true;
      drop();
      return show(said.said, "warning", said.link);
    }
    edits.value = said.edits;
    saved = at;
    since = changed === saved ? 0 : Date.now();
    if (changed === saved) drop(); else later(SOON);
    show(say.saved + " " + said.at, "");
  }

  function refused(said) {
    show(say.refused + (said.said || ""), "error");
    since = 0;
  }

  /* The session ended, or the token is of an earlier one: once somebody signed in again, in whatever window, a fresh page has a new token. */
  function ended() {
    show(say.ended, "warning");
    return fetch(location.pathname, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var there = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-autosave='" + say.autosave + "'] [name=csrfmiddlewaretoken]");
      if (there) form.elements.namedItem("csrfmiddlewaretoken").value = there.value;
      later(there ? 0 : AGAIN);
    }, function () { later(AGAIN); });
  }

  /* ── problems: as many as are wanted ── */
  var list = form.querySelector("[data-items]"), blank = form.querySelector("template[data-blank]"), add = form.querySelector("[data-add]");

  function more() {
    var at = +list.dataset.next, made = document.importNode(blank.content, true);
    list.dataset.next = at + 1;
    made.querySelectorAll("[name]").forEach(function (field) { field.name = field.name.replace("item.0.", "item." + at + "."); });
    made.querySelector("[data-at]").textContent = at;
    list.appendChild(made);
    return list.lastElementChild;
  }

  if (add && list && blank) {
    add.hidden = false;
    add.addEventListener("click", function () { more().querySelector("textarea").focus(); });
  }

  /* ── what was pasted is told to its author ── */
  form.addEventListener("paste", function (event) {
    var given = event.clipboardData ? event.clipboardData.getData("text/plain") : "", field = event.target;
    if (!field.name || given.length <= +say.pastedFrom) return;
    var all = [];
    try { all = JSON.parse(told.value || "[]"); } catch (error) { all = []; }
    var begins = given.trim().split("\n")[0].slice(0, 40);
    all.push({ block: field.name, begins: begins, length: given.length });
    told.value = JSON.stringify(all.slice(-100));
    var line = document.createElement("li");
    line.className = "muted";
    line.textContent = say.pasted + given.length + " “" + begins + "……”";
    form.querySelector("[data-pasted-list]").appendChild(line);
  });

  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("submit", function () { window.clearTimeout(timer); stopped = true; });
  window.addEventListener("online", function () { later(0); });
  document.addEventListener("visibilitychange", function () { if (document.hidden && changed !== saved) { keep(); later(0); } });

  /* ── what didn't arrive the last time: into the form where nothing was saved since, else apart ── */
  function restore(given) {
    Object.keys(given).forEach(function (name) {
      while (list && /^item\.\d+\./.test(name) && +name.split(".")[1] >= +list.dataset.next && +list.dataset.next < 200) more();
      var field = form.elements.namedItem(name);
      if (field && "value" in field) field.value = given[name];
    });
    touch();
    show(say.found, "warning");
  }

  function apart(name, given) {
    var data = new FormData();
    Object.keys(given).forEach(function (each) { data.append(each, given[each]); });
    data.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    fetch(form.action, { method: "POST", body: data, headers: { "X-Autosave": "1" }, credentials: "same-origin", redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (said) {
        if (!said) return;
        drop(name);
        if (said.apart) show(said.said, "warning", said.link);
      }, function () { /* stays in the store until the next time */ });
  }

  var here = fields(), names = [];
  try { names = Object.keys(localStorage).filter(function (name) { return name.indexOf(key) === 0; }); } catch (error) { names = []; }
  names.forEach(function (name) {
    var left = kept(name);
    if (!left || !left.fields) return drop(name);
    var same = Object.keys(left.fields).every(function (each) {
      return each === "edits" || each === "pasted" || left.fields[each] === (here[each] || "");
    });
    if (same) return drop(name);
    if (left.fields.edits === edits.value && changed === 0) {
      if (name !== own) drop(name);
      return restore(left.fields);
    }
    apart(name, left.fields);
  });
})();
