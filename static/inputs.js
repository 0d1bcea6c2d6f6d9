/* inputs.js: live conversion of areas and short ways to write a date. The server reads both again on submit. */
(function () {
  "use strict";

  /* Area: whole numbers of 10^-6 mu, never floats. 1 m2 = 1500 and 1 ha = 15 000 000 of them. */
  var UNITS = { mu: { digits: 6, by: 1, step: 10000, show: 2, word: "亩" }, m2: { digits: 2, by: 15, step: 15, show: 2, word: "㎡" },
    ha: { digits: 6, by: 15, step: 15, show: 6, word: "公顷" } };
  function toMicroMu(text, unit) {
    var u = UNITS[unit], m = /^(\d{1,7})(?:\.(\d*))?$/.exec(text.normalize("NFKC").trim());
    if (!u || !m || (m[2] || "").length > u.digits) return null;
    return Number(m[1] + ((m[2] || "") + "000000").slice(0, u.digits)) * u.by;
  }
  function show(micro, step, digits) {          /* step = 10^-6 mu in the last digit shown; half up, whole numbers */
    var s = String(Math.floor((2 * Math.abs(micro) + step) / (2 * step))).padStart(digits + 1, "0");
    return (micro < 0 ? "−" : "") + s.slice(0, -digits) + "." + s.slice(-digits);
  }
  function units(input) {                       /* <input data-area data-area-unit="name of the unit control"> */
    return [].slice.call(input.form.elements).filter(function (el) { return el.name === input.dataset.areaUnit; });
  }
  function unitOf(input) {
    var found = units(input).filter(function (el) { return el.type !== "radio" || el.checked; })[0];
    return found ? found.value : "mu";
  }
  function convert(input) {
    var unit = unitOf(input), micro = toMicroMu(input.value, unit), say = document.getElementById(input.dataset.areaSay);
    if (say) {
      say.textContent = input.value.trim() === "" ? "" : micro === null ? "写数字，如 26.40" :
        Object.keys(UNITS).filter(function (k) { return k !== unit; }).map(function (k) {
          var u = UNITS[k];
          return (micro % u.step ? "≈ " : "= ") + show(micro, u.step, u.show) + " " + u.word;
        }).join(" ");
    }
    remain(input, micro);
  }
  /* data-area-left (10^-6 mu that can be registered): "this one" and "left after it" beside the balance. */
  function remain(input, micro) {
    var left = input.dataset.areaLeft;
    if (left === undefined) return;
    document.querySelectorAll("[data-area-this]").forEach(function (el) { el.textContent = micro === null ? "" : show(-micro, 10000, 2); });
    document.querySelectorAll("[data-area-after]").forEach(function (el) {
      el.textContent = micro === null ? "" : show(Number(left) - micro, 10000, 2);
      el.closest("tr, p").classList.toggle("lp-bad", micro !== null && micro > Number(left));
    });
  }
  function nextUnit(input) {
    var all = units(input);
    if (!all.length) return;
    if (all[0].type !== "radio") { all[0].selectedIndex = (all[0].selectedIndex + 1) % all[0].options.length; return; }
    var at = all.findIndex(function (el) { return el.checked; });
    all[(at + 1) % all.length].checked = true;
    all[(at + 1) % all.length].dispatchEvent(new Event("change", { bubbles: true }));
  }
  function fillLeft(input) {                    /* all that is left, in the unit chosen; 亩 when that is not exact */
    var left = Number(input.dataset.areaLeft), u = UNITS[unitOf(input)], exact = left % u.by === 0;
    if (!exact) {
      units(input).forEach(function (el) { if (el.value === "mu") el.checked = true; });
      u = UNITS.mu;
    }
    input.value = show(left, u.by, u.digits).replace(/(\.\d\d)(\d*?)0*$/, "$1$2");
  }
  document.addEventListener("keydown", function (event) {
    var input = event.target;
    if (event.isComposing || !input.matches || !input.matches("[data-area]")) return;
    if (event.key === " ") { event.preventDefault(); nextUnit(input); convert(input); }
    if (event.key === "=" && input.dataset.areaLeft !== undefined) { event.preventDefault(); fillLeft(input); convert(input); }
  });
  function changed(event) {
    var form = event.target.form;
    if (event.target.matches("[data-area]")) convert(event.target);
    else if (form && event.type === "change") {
      form.querySelectorAll("[data-area]").forEach(function (i) { if (i.dataset.areaUnit === event.target.name) convert(i); });
    }
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  /* Dates: 922, 9.22, 2021.9.22, 今天 -> 2021-09-22 when the field is left; the year is that of <html data-today>. */
  function readDay(text) {
    var today = document.documentElement.dataset.today || "", clean = text.normalize("NFKC").trim();
    if (clean === "今天" || clean === "今日") return today || null;
    if (!/^[0-9./年月日\- ]+$/.test(clean)) return null;
    var p = clean.match(/\d+/g) || [], year = today.slice(0, 4);
    if (p.length === 1 && p[0].length === 8) p = [p[0].slice(0, 4), p[0].slice(4, 6), p[0].slice(6)];
    else if (p.length === 1 && /^\d{3,4}$/.test(p[0])) p = [year, p[0].slice(0, -2), p[0].slice(-2)];
    else if (p.length === 2) p = [year, p[0], p[1]];
    if (p.length !== 3 || String(p[0]).length !== 4) return null;
    var day = new Date(Date.UTC(+p[0], +p[1] - 1, +p[2]));
    return day.getUTCMonth() === p[1] - 1 && day.getUTCDate() === +p[2] ? day.toISOString().slice(0, 10) : null;
  }
  document.addEventListener("change", function (event) {
    var day = event.target.matches("[data-date]") ? readDay(event.target.value) : null;
    if (day) event.target.value = day;
  });

  function start(root) { root.querySelectorAll("[data-area]").forEach(convert); }
  document.addEventListener("htmx:load", function (event) { if (event.target.querySelectorAll) start(event.target); });
  document.addEventListener("DOMContentLoaded", function () { start(document); });
}());
