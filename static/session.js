/* session.js: a form that stood open for long asks whether one is still signed in before it is sent: at the door everything
   typed would be lost. Signed in again in another window, the form goes on with a fresh token (docs/frontend.md). */
(function () {
  "use strict";
  var LONG = 600000, asked = Date.now(), page = document.documentElement.dataset;  /* ms since the server was last heard of */

  function tell(form, bold, words, link) {
    var tip = form.querySelector("[data-session-tip]") || document.createElement("div"), text = document.createElement("div");
    tip.className = "lp-tip is-bad lp-sum";
    tip.dataset.sessionTip = "";
    tip.setAttribute("role", "alert");
    tip.tabIndex = -1;
    text.appendChild(document.createElement("b")).textContent = bold;
    text.appendChild(document.createTextNode("你填的内容都还在这一页。" + words));
    if (link) {
      var a = text.appendChild(document.createElement("a"));
      a.href = page.signIn; a.target = "_blank"; a.rel = "noopener"; a.textContent = link;
    }
    tip.replaceChildren(text);
    form.insertBefore(tip, form.firstChild);
    tip.focus();
    tip.scrollIntoView({ block: "center" });
  }
  function over(form, what) { tell(form, what + "：登录已过期。", "登录好以后回到这里，再办一次：", "在新窗口登录"); }
  function renew(token) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = token; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }
  document.addEventListener("submit", function (event) {
    var form = event.target, by = event.submitter;
    if (!page.session || Date.now() - asked < LONG || (form.method !== "post" && !form.hasAttribute("hx-post"))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    fetch(page.session, { credentials: "same-origin" }).then(function (answer) { return answer.json(); }).then(function (now) {
      if (!now.who) { over(form, "没有提交"); return; }
      if (now.who !== page.who) { tell(form, "没有提交：现在登录的是别的人或岗位。", "请换回原来的人和岗位，再提交一次。"); return; }
      asked = Date.now();
      renew(now.token);
      form.requestSubmit(by);
    }, function () { tell(form, "没有提交：连不上服务器。", "请稍后再提交一次；一直连不上的，告诉系统管理员。"); });
  }, true);
  document.addEventListener("session:over", function (event) {
    var form = document.querySelector("form[data-guard]");
    if (!form) return;
    event.preventDefault();
    over(form, "没有办成");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var at = event.detail.successful ? new URL(event.detail.xhr.responseURL).pathname : page.signIn;
    asked = at === page.signIn ? 0 : Date.now();                         /* the door answers too, and in good health */
  });
}());
