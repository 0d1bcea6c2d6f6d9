/* keys.js: data-key="n", "g w", "ctrl+s", "esc" on a link, button, input or <details> (docs/frontend.md).
   Single keys are silent in fields and while an input method composes; the person can switch them off. */
(function () {
  "use strict";
  var STORE = "landplan.keys", waiting = "", timer = 0;

  function isField(el) {
    return el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName) ||
      (el.tagName === "INPUT" && !/^(checkbox|radio|button|submit|reset)$/.test(el.type));
  }
  function isOn() {
    try { return window.localStorage.getItem(STORE) !== "off"; } catch (e) { return true; }
  }
  function name(event) {
    var key = event.key === "Escape" ? "esc" : event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) return "ctrl+" + key;
    return event.altKey ? "alt+" + key : key;
  }
  function visible(el) { return !el.disabled && !!(el.offsetParent || el.getClientRects().length); }
  function find(keys) {
    var scope = document.querySelector("dialog[open]") || document;
    return [].filter.call(scope.querySelectorAll("[data-key]"), function (el) {
      return el.dataset.key === keys && (visible(el) || el.dataset.keyFor);
    })[0];
  }
  function use(el) {
    var target = el.dataset.keyFor ? document.getElementById(el.dataset.keyFor) : el;
    if (!target) return;
    if (target.tagName === "DETAILS") { target.open = !target.open; target.querySelector("summary").focus(); return; }
    if (isField(target)) { target.focus(); if (target.select) target.select(); return; }
    if (/^(radio|checkbox)$/.test(target.type)) target.focus();
    target.click();
  }
  function starts(prefix) {
    return [].some.call(document.querySelectorAll("[data-key]"), function (el) { return el.dataset.key.indexOf(prefix + " ") === 0; });
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || !event.key) return;
    var key = name(event), strong = /^ctrl\+/.test(key), field = isField(event.target);
    if (key === "esc") {
      if (document.querySelector("dialog[open]")) return;               /* the dialog closes by itself */
      var menu = event.target.closest("details.lp-menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); return; }
      if (field) { event.target.blur(); return; }                       /* first leave the field, then the page */
    } else if (!strong && (field || event.altKey || !isOn())) { return; }
    var keys = waiting ? waiting + " " + key : key, el = find(keys) || (waiting && find(key));
    window.clearTimeout(timer);
    waiting = "";
    if (el) { event.preventDefault(); use(el); return; }
    if (!strong && starts(key)) {
      waiting = key;
      timer = window.setTimeout(function () { waiting = ""; }, 1200);
    }
  });

  /* The help names the keys of this page; the button to it appears only when keys work. */
  function show(keys) {
    return keys.split(" ").map(function (key) {
      var k = document.createElement("kbd");
      k.textContent = key.replace(/(^|\+)([a-z])/g, function (all, sign, letter) { return sign + letter.toUpperCase(); });
      return k;
    });
  }
  function fill(list) {
    var seen = {};
    list.replaceChildren();
    document.querySelectorAll("[data-key]").forEach(function (el) {
      var keys = el.dataset.key, label = el.dataset.keyLabel || el.textContent.trim();
      if (seen[keys] || el.dataset.keyFor || !visible(el)) return;
      seen[keys] = true;
      var dt = list.appendChild(document.createElement("dt"));
      show(keys).forEach(function (k) { dt.appendChild(k); dt.appendChild(document.createTextNode(" ")); });
      list.appendChild(document.createElement("dd")).textContent = label;
    });
  }
  document.addEventListener("DOMContentLoaded", function () {
    var help = document.querySelector("[data-opens=keys-help]"), box = document.querySelector("[data-keys-switch]");
    if (!help || !box) return;
    help.hidden = false;
    box.checked = isOn();
    box.addEventListener("change", function () {
      try { window.localStorage.setItem(STORE, box.checked ? "on" : "off"); } catch (e) { /* not remembered */ }
    });
    help.addEventListener("click", function () { fill(document.querySelector("[data-keys-here]")); });
  });
}());
