/* page.js: what every page needs beside htmx. Pages work without it. */
(function () {
  "use strict";

  /* A refusal summary takes the focus, after loading and after a swap. */
  function focusRefusal(root) {
    var box = root.querySelector && root.querySelector("[data-focus]");
    if (box) box.focus();
  }

  function notice(text) {
    var region = document.getElementById("notices");
    if (!region) return;
    var tip = document.createElement("div"), icon = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(icon, "svg"), use = document.createElementNS(icon, "use");
    tip.className = "lp-tip is-bad";
    tip.setAttribute("role", "alert");
    svg.setAttribute("class", "lp-i");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#i-alert");
    svg.appendChild(use);
    tip.appendChild(svg);
    tip.appendChild(document.createElement("div")).textContent = text;
    region.replaceChildren(tip);
    tip.scrollIntoView({ block: "nearest" });
  }

  var WORDS = {
    0: "没有连上服务器，这一步没有保存。请检查网络后再试。",
    403: "没有办成：你现在的岗位没有这一项权限。",
    404: "没有办成：要找的内容不在了，或者不在你的辖区。请刷新本页。",
    429: "没有办成：短时间内请求太多。请稍后再试。"
  };
  function fail(event) {
    var status = event.detail.xhr ? event.detail.xhr.status : 0;
    notice(WORDS[status] || "没有办成（" + status + "），没有保存任何内容。请刷新本页再试。");
  }
  document.addEventListener("htmx:responseError", fail);
  document.addEventListener("htmx:sendError", fail);

  /* A whole page in answer to a partial request (sign-in after the session ended): go there instead. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var xhr = event.detail.xhr, own = event.detail.requestConfig || {};
    if (xhr.status >= 400 || !/^\s*<!doctype/i.test(xhr.responseText)) return;
    var picks = own.boosted || (own.elt && own.elt.closest("[hx-select]"));
    if (picks && new URL(own.path, window.location).pathname === new URL(xhr.responseURL).pathname) return;
    event.detail.shouldSwap = false;
    /* session.js takes the event where words would be lost: it says so in the form */
    var over = new CustomEvent("session:over", { cancelable: true });
    if (new URL(xhr.responseURL).pathname === document.documentElement.dataset.signIn && !document.dispatchEvent(over)) return;
    window.location.assign(xhr.responseURL);
  });
  document.addEventListener("htmx:load", function (event) { focusRefusal(event.target); });
  document.addEventListener("DOMContentLoaded", function () { focusRefusal(document); });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
    var opens = event.target.closest("[data-opens]");
    if (opens) document.getElementById(opens.dataset.opens).showModal();
    document.querySelectorAll("details.lp-menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  /* What only works with scripts is hidden until they run. */
  function reveal() { document.querySelectorAll("[data-print][hidden]").forEach(function (el) { el.hidden = false; }); }
  document.addEventListener("DOMContentLoaded", reveal);
  document.addEventListener("htmx:load", reveal);
}());
