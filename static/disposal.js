/* disposal.js: form and review. Only the papers of the chosen measure are shown; without the script all of them are. */
(function () {
  "use strict";
  function isChosen(when) {  /* "terms_case:a b": needed when one of these is chosen */
    var parts = when ? when.split(":") : [], field = when && document.querySelector("[name='" + parts[0] + "']");
    return !when || (!!field && parts[1].split(" ").indexOf(field.value) >= 0);
  }
  function follow(box) {
    var chosen = document.querySelector("input[data-measure]:checked"), need = 0, lack = 0;
    box.querySelectorAll("tr[data-for]").forEach(function (row) {
      var wanted = !!chosen && row.dataset.for.split(" ").indexOf(chosen.value) >= 0 && isChosen(row.dataset.when);
      var there = row.querySelector("input[name=drop]") || row.querySelector("input[type=file]").files.length;
      row.hidden = !wanted && !there;
      if (wanted) { need += 1; lack += there ? 0 : 1; }
    });
    var say = box.querySelector("[data-papers-say]") || box.querySelector("legend").appendChild(document.createElement("span"));
    say.dataset.papersSay = "";
    say.className = "lp-say" + (!chosen ? "" : lack ? " is-warn" : " is-ok");
    say.textContent = !chosen ? "先选措施" : "需" + need + "件，" + (lack ? "缺" + lack + "件" : "已齐");
  }
  function start() { document.querySelectorAll("[data-papers]").forEach(follow); }
  document.addEventListener("change", function (event) {
    if (event.target.matches("input[data-measure], [data-papers] input, #terms select")) start();
  });
  document.addEventListener("htmx:load", start);
  document.addEventListener("DOMContentLoaded", start);

  /* Review: the record beside the list is the one of the row that J, K or a click came to last. Until it is there, nothing can
     be decided by a key or a click: A would decide the record of the row before. */
  var wanted = "";
  function hold() {
    var open = document.getElementById("review-open");
    if (!open) return;
    if (wanted && wanted !== open.dataset.opened) {
      open.querySelectorAll("button, [data-key]").forEach(function (el) { el.disabled = true; });
    }
    document.querySelectorAll("tr[data-record]").forEach(function (row) {
      if (row.dataset.record === open.dataset.opened) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
  }
  document.addEventListener("list:go", function (event) {
    var link = event.target.dataset.record && event.target.querySelector("a[data-open]");
    if (link) link.click();
  });
  document.addEventListener("click", function (event) {
    var row = event.target.closest("a[data-open]") && event.target.closest("tr[data-record]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    wanted = row.dataset.record;
    hold();
  });
  document.addEventListener("htmx:afterSettle", hold);

  /* Review: on a narrow screen the opened record lies below its list; show it. */
  document.addEventListener("htmx:afterSettle", function () {
    var open = document.getElementById("review-open"), top = open && open.getBoundingClientRect().top;
    if (open && top > window.innerHeight * 0.6) open.scrollIntoView();
  });
}());
