/* forms.js: nothing typed is lost, nothing is sent twice, chosen options are seen, papers can be dropped and pasted. */
(function () {
  "use strict";
  var AGAIN = 5000;                                                      /* ms until the same form may be sent again */

  /* form[data-guard]: leaving with unsaved words asks first. */
  var dirty = false;
  document.addEventListener("input", function (event) { if (event.target.closest("form[data-guard]")) dirty = true; });
  window.addEventListener("beforeunload", function (event) {
    if (dirty) { event.preventDefault(); event.returnValue = ""; }
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful && event.target.matches("form[data-guard]")) dirty = false;      /* a part of it that was opened anew saves nothing */
  });

  /* One click, one request: a second submit within five seconds is dropped. htmx forms free themselves earlier. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if ((form.getAttribute("method") || "").toLowerCase() !== "post" && !form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sent = "1";
    form.classList.add("lp-busy");
    dirty = form.hasAttribute("hx-post") ? dirty : false;
    window.setTimeout(function () { free(form); }, AGAIN);
  }, true);
  function free(form) { delete form.dataset.sent; form.classList.remove("lp-busy"); }
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.target.closest("form");
    if (form) free(form);
  });
  window.addEventListener("pageshow", function () { document.querySelectorAll("form[data-sent]").forEach(free); });

  /* Chosen radio rows and segments carry is-on as well as the dot. */
  document.addEventListener("change", function (event) {
    var group = event.target.type === "radio" && event.target.closest(".lp-opts, .lp-seg");
    if (!group) return;
    group.querySelectorAll("input[type=radio]").forEach(function (r) { r.closest("label").classList.toggle("is-on", r.checked); });
  });

  /* Refused fields: the link of the summary puts the caret into the field. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".lp-sum a[href^='#']"), field = link && document.getElementById(link.hash.slice(1));
    if (field) { event.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" }); }
  });

  /* label.lp-drop around a file input: drop, paste, and the names of the chosen files in [data-files]. */
  function put(input, files) {
    if (!files.length) return;
    var box = new DataTransfer();
    if (input.multiple) [].forEach.call(input.files, function (f) { box.items.add(f); });
    [].slice.call(files, 0, input.multiple ? undefined : 1).forEach(function (f) { box.items.add(f); });
    input.files = box.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function zone(event) { return event.target.closest && event.target.closest(".lp-drop"); }
  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var drop = zone(event);
      if (!drop) return;
      event.preventDefault();
      drop.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop") put(drop.querySelector("input[type=file]"), event.dataTransfer.files);
    });
  });
  document.addEventListener("paste", function (event) {
    var files = event.clipboardData ? event.clipboardData.files : [];
    var near = zone(event) || document.querySelector(".lp-drop");
    if (files.length && near) { event.preventDefault(); put(near.querySelector("input[type=file]"), files); }
  });
  document.addEventListener("change", function (event) {
    var drop = event.target.type === "file" && zone(event), list = drop && drop.querySelector("[data-files]");
    if (list) list.textContent = [].map.call(event.target.files, function (f) { return f.name; }).join("、");
  });
}());
