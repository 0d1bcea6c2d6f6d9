/* list.js: rows by keyboard and choosing rows. <table data-list> with <tr data-row>; in a row a[data-open] is what
   Enter opens and input[data-pick] (data-micro = area in 10^-6 mu) is what X chooses. */
(function () {
  "use strict";
  var from = null;                                                       /* where a range starts */

  function rows() { return [].slice.call(document.querySelectorAll("[data-list] [data-row]")); }
  function current(list) { return list.indexOf(document.activeElement.closest("[data-row]")); }
  function go(list, index) {
    var row = list[Math.max(0, Math.min(list.length - 1, index))];
    var stop = row && row.querySelector("a[data-open], a[href], button, input");
    if (!stop) return;
    stop.focus();
    row.scrollIntoView({ block: "nearest" });
    row.dispatchEvent(new CustomEvent("list:go", { bubbles: true }));    /* a list with a record beside it follows */
  }
  function pick(list, index, range) {
    var box = list[index] && list[index].querySelector("[data-pick]");
    if (!box) return;
    if (range && from !== null) {
      for (var i = Math.min(from, index); i <= Math.max(from, index); i += 1) {
        var other = list[i].querySelector("[data-pick]");
        if (other && !other.checked) other.click();
      }
    } else { box.click(); }
    from = index;
  }

  document.addEventListener("keydown", function (event) {
    var el = event.target, off;
    try { off = window.localStorage.getItem("landplan.keys") === "off"; } catch (e) { off = false; }
    if (off || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") || el.isContentEditable || /^(TEXTAREA|SELECT)$/.test(el.tagName) ||
        (el.tagName === "INPUT" && !/^(checkbox|radio)$/.test(el.type))) return;
    var key = event.key.toLowerCase(), list = rows(), at = current(list);
    if (key === "f") {
      var filter = document.querySelector("[data-filter] input:not([type=hidden]), [data-filter] select");
      if (filter) { event.preventDefault(); filter.focus(); }
    } else if (list.length && key === "j") { event.preventDefault(); go(list, at + 1); }
    else if (list.length && key === "k") { event.preventDefault(); go(list, at < 0 ? 0 : at - 1); }
    else if (at >= 0 && key === "x") { event.preventDefault(); pick(list, at, event.shiftKey); }
    else if (at >= 0 && key === "enter" && el.matches("[data-pick]")) {
      var open = list[at].querySelector("a[data-open]");
      if (open) { event.preventDefault(); open.click(); }
    }
  });

  /* Choosing: highlight, count, exact sum. Whole numbers; a sum is shown half up with two decimals. */
  function show(micro) {
    var s = String(Math.floor((2 * micro + 10000) / 20000)).padStart(3, "0");
    return s.slice(0, -2) + "." + s.slice(-2);
  }
  function refresh() {
    var boxes = [].slice.call(document.querySelectorAll("[data-pick]"));
    var on = boxes.filter(function (b) { return b.checked; });
    boxes.forEach(function (b) { b.closest("[data-row]").classList.toggle("is-on", b.checked); });
    var sum = on.reduce(function (total, b) { return total + Number(b.dataset.micro || 0); }, 0);
    document.querySelectorAll("[data-batch]").forEach(function (bar) { bar.hidden = !on.length; });
    document.querySelectorAll("[data-picked-count]").forEach(function (el) { el.textContent = on.length; });
    document.querySelectorAll("[data-picked-sum]").forEach(function (el) { el.textContent = show(sum); });
    document.querySelectorAll("[data-pick-all]").forEach(function (all) {
      all.checked = !!boxes.length && on.length === boxes.length;
      all.indeterminate = !!on.length && on.length < boxes.length;
    });
  }
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-pick-all]")) {
      document.querySelectorAll("[data-pick]").forEach(function (b) { b.checked = event.target.checked; });
    }
    if (event.target.matches("[data-pick-all], [data-pick]")) refresh();
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-pick-none]")) return;
    event.preventDefault();
    document.querySelectorAll("[data-pick]").forEach(function (b) { b.checked = false; });
    refresh();
  });
  document.addEventListener("htmx:load", refresh);
  document.addEventListener("DOMContentLoaded", refresh);
  /* Back from a row (#p12): to that row, or to the first one when it is in the list no more. */
  document.addEventListener("DOMContentLoaded", function () {
    if (!/^#[pd]\d+$/.test(window.location.hash)) return;
    var list = rows(), row = document.getElementById(window.location.hash.slice(1));
    if (list.length) go(list, Math.max(0, list.indexOf(row)));
  });
}());
