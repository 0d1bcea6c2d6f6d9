/* charts.js: <figure data-chart="line|bar" data-from="table id" data-label="…"> draws the table beside it.
   First column = x, other columns = series. [data-goal] items in the figure are the dashed target lines. */
(function () {
  "use strict";
  var css = window.getComputedStyle(document.documentElement);
  function token(name) { return css.getPropertyValue(name).trim(); }
  var colours = [token("--lp-c1"), token("--lp-c2"), token("--lp-c3")], ink = token("--lp-ink-2"), rule = token("--lp-line");
  var font = { fontFamily: token("--lp-font"), fontSize: 12, color: ink };
  var marks = ["circle", "rect", "triangle"], dashes = ["solid", [6, 3], [2, 2]];
  var decals = [{ symbol: "none" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 5], rotation: -0.8, color: "rgba(255,255,255,.6)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 3], color: "rgba(255,255,255,.6)" }];

  function texts(cells) { return [].map.call(cells, function (c) { return c.textContent.trim(); }); }
  function number(text) {
    var plain = text.replace("−", "-").replace("%", "");
    return plain === "" || isNaN(plain) ? null : Number(plain);
  }
  function read(table) {
    var head = texts(table.tHead.rows[0].cells), body = [].map.call(table.tBodies[0].rows, function (r) { return texts(r.cells); });
    return { x: body.map(function (r) { return r[0]; }), series: head.slice(1).map(function (name, i) {
      return { name: name, data: body.map(function (r) { return number(r[i + 1] || ""); }) };
    }) };
  }
  function last(data) { return data.filter(function (v) { return v !== null; }).pop(); }
  /* <li data-goal="70" data-until="10-1">9月30日目标 70%</li>: a line from the end of the goal before it */
  function goals(fig, x) {
    var start = x[0];
    return [].map.call(fig.querySelectorAll("[data-goal]"), function (item) {
      var y = Number(item.dataset.goal), end = x.indexOf(item.dataset.until) < 0 ? x[x.length - 1] : item.dataset.until;
      var pair = [{ coord: [start, y], name: item.textContent.trim(),
        label: { position: start === x[0] ? "insideStartTop" : "insideEndBottom" } }, { coord: [end, y] }];
      start = end;
      return pair;
    });
  }
  function option(fig, d) {
    var line = fig.dataset.chart === "line", unit = line ? "%" : " " + (fig.dataset.unit || "亩");
    var top = Math.max.apply(null, [100].concat(d.series.map(function (s) { return Math.max.apply(null, s.data); })));
    var goal = { silent: true, symbol: "none", data: goals(fig, d.x), lineStyle: { color: ink, type: "dashed", width: 1 }, label: font };
    return {
      animation: false, color: colours, textStyle: font,
      grid: { left: 4, right: 10, top: 28, bottom: 2, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 24, itemHeight: 9, textStyle: font, formatter: function (n) {
        var end = line && last(d.series.filter(function (s) { return s.name === n; })[0].data);
        return typeof end === "number" ? n + " " + end.toFixed(2) + "%" : n;
      } },
      tooltip: { trigger: "axis", confine: true, textStyle: font,
        valueFormatter: function (v) { return v === null || v === undefined ? "" : v.toFixed(2) + unit; } },
      xAxis: { type: "category", data: d.x, axisTick: { show: false }, axisLine: { lineStyle: { color: ink } }, axisLabel: font },
      yAxis: { type: "value", max: line ? Math.ceil(top / 20) * 20 : undefined, interval: line ? 20 : undefined,
        splitLine: { lineStyle: { color: rule } },
        axisLabel: Object.assign({ formatter: function (v) { return v + (line ? "%" : ""); } }, font) },
      series: d.series.map(function (s, i) {
        if (!line) return { name: s.name, type: "bar", stack: "all", barWidth: "60%", data: s.data, itemStyle: { decal: decals[i % 3] } };
        return { name: s.name, type: "line", data: s.data, symbol: marks[i % 3], symbolSize: 6,
          lineStyle: { width: 2, type: dashes[i % 3] }, markLine: i ? undefined : goal };
      })
    };
  }
  function draw(fig, set, cls, size) {
    var box = document.createElement("div");
    box.className = cls;
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", fig.dataset.label);
    fig.insertBefore(box, fig.firstChild);
    var chart = window.echarts.init(box, null, Object.assign({ renderer: "svg" }, size));
    chart.setOption(set);
    return chart;
  }
  function start(root) {
    root.querySelectorAll("[data-chart]").forEach(function (fig) {
      var table = document.getElementById(fig.dataset.from);
      if (fig.dataset.drawn || !table || !window.echarts) return;
      fig.dataset.drawn = "1";
      var set = option(fig, read(table));
      draw(fig, set, "lp-on-paper", { width: 496, height: 126 });        /* half an A4 landscape page, shown only in print */
      var chart = draw(fig, set, "lp-on-screen");
      window.addEventListener("resize", function () { if (!chart.isDisposed()) chart.resize(); });
    });
  }
  document.addEventListener("htmx:load", function (event) { if (event.target.querySelectorAll) start(event.target); });
  document.addEventListener("DOMContentLoaded", function () { start(document); });
}());
