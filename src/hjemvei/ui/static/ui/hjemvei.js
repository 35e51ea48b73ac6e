/* Small comforts on top of pages that work without them: drafts, focus on errors, colours, counters, no double sending. */
(function () {
  "use strict";
  var DRAFT_QUIET = 2000;
  var DRAFT_LATEST = 10000;
  var WORDING_QUIET = 1200;

  function all(root, selector) {
    var found = Array.prototype.slice.call(root.querySelectorAll ? root.querySelectorAll(selector) : []);
    if (root.matches && root.matches(selector)) found.unshift(root);
    return found;
  }

  /* Drafts: saved two seconds after the last key, at the latest ten seconds after the first. */
  function setUpDraft(form) {
    if (form.hvDraft) return;
    form.hvDraft = true;
    var quiet, latest, dirty = false, sending = false;
    function show(name) {
      var place = form.querySelector("[data-draft-status]");
      if (!place) return;
      var now = new Date();
      var time = String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
      place.textContent = (place.dataset[name] || "").replace("{time}", time);
    }
    function content() {
      var data = new URLSearchParams();
      new FormData(form).forEach(function (value, name) { if (typeof value === "string") data.append(name, value); });
      all(form, "input[type=password]").forEach(function (field) { data.delete(field.name); });
      return data;
    }
    function later() {
      clearTimeout(quiet);
      quiet = setTimeout(save, DRAFT_QUIET);
      if (!latest) latest = setTimeout(save, DRAFT_LATEST);
    }
    function save(leaving) {
      clearTimeout(quiet); clearTimeout(latest); latest = null;
      if (!dirty || form.dataset.sent || (sending && leaving !== true)) return;
      dirty = false; sending = true;
      fetch(form.dataset.draft, {
        method: "POST", body: content(), credentials: "same-origin", keepalive: leaving === true, redirect: "error",
        headers: { "X-Requested-With": "draft" }
      }).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        show("saved");
      }).catch(function () {
        dirty = true; show("failed"); latest = latest || setTimeout(save, DRAFT_LATEST);
      }).then(function () { sending = false; if (dirty) later(); });
    }
    form.addEventListener("input", function () { dirty = true; later(); });
    document.addEventListener("visibilitychange", function () { if (document.hidden && form.isConnected) save(true); });
  }

  function setUpCounter(place) {
    var field = document.getElementById(place.dataset.counter);
    if (!field || place.hvCounter) return;
    place.hvCounter = true;
    field.addEventListener("input", function () {
      place.textContent = place.dataset.left.replace("{n}", String(field.maxLength - field.value.length));
    });
  }

  /* A kinder word for what was written: asked for in a pause of typing, shown under the field, never in the way. */
  function setUpWording(place) {
    var field = document.getElementById(place.dataset.wordingOf);
    if (!field || place.hvWording) return;
    place.hvWording = true;
    var pause;
    function show(lines) {
      var texts = lines.length ? [place.dataset.lead].concat(lines) : [];
      place.replaceChildren.apply(place, texts.map(function (text) {
        var line = document.createElement("p");
        line.textContent = text;
        return line;
      }));
    }
    function ask() {
      var token = field.form && field.form.elements.csrfmiddlewaretoken;
      if (!token) return;
      if (!field.value.trim()) { show([]); return; }
      fetch(place.dataset.wording, {
        method: "POST", credentials: "same-origin", redirect: "error",
        body: new URLSearchParams({ text: field.value, csrfmiddlewaretoken: token.value })
      }).then(function (answer) { return answer.ok ? answer.json() : { suggestions: [] }; })
        .then(function (said) { show(said.suggestions); })
        .catch(function () {});
    }
    field.addEventListener("input", function () { clearTimeout(pause); pause = setTimeout(ask, WORDING_QUIET); });
  }

  function setUp(root) {
    all(root, "form[data-draft]").forEach(setUpDraft);
    all(root, "[data-counter]").forEach(setUpCounter);
    all(root, "[data-wording]").forEach(setUpWording);
    var summary = all(root, "[data-error-summary]")[0];
    if (summary) summary.focus();
  }

  /* The second click on a sending form does nothing; the button comes back if the page does. */
  function release(form) {
    delete form.dataset.sent;
    all(form, "[aria-busy=true]").forEach(function (button) { button.removeAttribute("aria-busy"); });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(function () { if (event.defaultPrevented && !form.matches("[hx-post]")) release(form); }, 0);
    setTimeout(function () { release(form); }, 15000);
  }, true);
  window.addEventListener("pageshow", function () { all(document, "form[data-sent]").forEach(release); });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });

  function say(text) { var place = document.getElementById("hv-live"); if (place) place.textContent = text; }
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function () { say(document.body.dataset.failed || ""); });
  });
  document.addEventListener("htmx:beforeRequest", function () { say(""); });
  document.addEventListener("htmx:load", function (event) { setUp(event.target); });

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-scheme-switch]") || !event.submitter) return;
    event.preventDefault();
    var scheme = event.submitter.value;
    var secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "hjemvei_scheme=" + scheme + "; Path=/; Max-Age=31536000; SameSite=Lax" + secure;
    document.documentElement.setAttribute("data-color-scheme", scheme);
    all(document, "[data-scheme-switch] button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === scheme));
    });
  });

  /* Menus of <details> close on Escape and on a click elsewhere. */
  function closeMenus(except) {
    all(document, "details[data-menu][open]").forEach(function (menu) { if (menu !== except) menu.open = false; });
  }
  document.addEventListener("click", function (event) { closeMenus(event.target.closest("details[data-menu]")); });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" && document.activeElement.closest("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });
  setUp(document);
})();
