/* map.js: the ledger on the map. Colours are those of the legend (map.css); what is typed into the page's address filters it. */
(function () {
  "use strict";
  var KEPT = "lp-map-view";

  function colours() {
    var found = {};
    document.querySelectorAll("[data-legend] rect").forEach(function (rect) {
      var style = window.getComputedStyle(rect);
      found[rect.getAttribute("class").slice(2)] = { fill: style.fill, stroke: style.stroke };
    });
    return found;
  }
  function kept() {
    try { return JSON.parse(window.sessionStorage.getItem(KEPT)); } catch (error) { return null; }
  }
  function keep(view) {
    try { window.sessionStorage.setItem(KEPT, JSON.stringify({ center: view.getCenter(), zoom: view.getZoom() })); } catch (error) { /* a view that is not kept is no loss */ }
  }

  function styles(state) {
    var palette = colours(), known = {};
    function area(code, isOn) {
      var key = code + isOn;
      if (!known[key]) {
        var colour = palette[code] || { fill: "#888", stroke: "#444" };
        known[key] = new ol.style.Style({ fill: new ol.style.Fill({ color: colour.fill }), zIndex: isOn ? 9 : 1,
          stroke: new ol.style.Stroke({ color: isOn ? "#1c2530" : colour.stroke, width: isOn ? 3 : 1 }) });
      }
      return known[key];
    }
    function count(n) {
      if (!known[n]) {
        known[n] = new ol.style.Style({
          image: new ol.style.Circle({ radius: Math.min(26, 9 + 3 * String(n).length + Math.log(n)), fill: new ol.style.Fill({ color: "rgba(31,85,130,.85)" }),
            stroke: new ol.style.Stroke({ color: "#fff", width: 1.5 }) }),
          text: new ol.style.Text({ text: String(n), font: "600 12px sans-serif", fill: new ol.style.Fill({ color: "#fff" }) }) });
      }
      return known[n];
    }
    return function (feature) {
      var n = feature.get("n");
      if (n) return count(n);
      return area(feature.get(state.by), feature.getId() === state.on || feature.getId() === state.pinned);
    };
  }

  function layers(config, style) {
    var base = config.base.map(function (url) { return new ol.layer.Tile({ source: new ol.source.XYZ({ url: url, maxZoom: 18 }) }); });
    var tiles = new ol.layer.VectorTile({ declutter: false, renderMode: "vector", style: style,
      source: new ol.source.VectorTile({ format: new ol.format.MVT(), url: config.tiles, maxZoom: config.deepest, attributions: config.baseName || undefined }) });
    return { all: base.concat([tiles]), tiles: tiles };
  }

  function begin(box, config) {
    var state = { by: "kind", on: null, pinned: config.at }, made = layers(config, styles(state)), tools = window.lpMapTools;
    var view = new ol.View({ center: ol.proj.fromLonLat([114.02, 32.98]), zoom: 8, minZoom: 4, maxZoom: 20 }), before = kept();
    var map = new ol.Map({ target: box, layers: made.all, view: view, controls: ol.control.defaults.defaults({ rotate: false, attribution: false,
      zoomOptions: { zoomInTipLabel: "放大", zoomOutTipLabel: "缩小" } }).extend([new ol.control.ScaleLine({ minWidth: 80 })]) });
    var say = function (text) { document.getElementById("map-say").textContent = text; };
    function fit() { if (config.extent) view.fit(config.extent, { size: map.getSize(), padding: [40, 40, 40, 40], maxZoom: 17 }); }
    if (before && !config.at) { view.setCenter(before.center); view.setZoom(before.zoom); } else fit();
    box.lpMap = map;
    box.lpTiles = made.tiles;
    map.on("rendercomplete", function () { box.dataset.ready = "1"; });
    map.on("moveend", function () { if (!config.draw) keep(view); words(); });

    function words() {
      var metres = ol.proj.getPointResolution("EPSG:3857", view.getResolution(), view.getCenter());
      document.getElementById("map-scale-say").textContent = "比例尺约 1:" + Math.round(metres * 96 / 0.0254);
    }
    var measure = tools.measure(map, say), drawing = config.draw ? tools.draw(map, config, say) : null;
    if (!config.draw) look(map, made.tiles, state, config, measure);
    var scale = document.getElementById("map-scale"), by = document.getElementById("map-by");
    var acts = {
      fit: fit, length: function () { measure.start("length"); }, area: function () { measure.start("area"); },
      print: function () { tools.print(map, Number(scale.value), words); },
      redraw: function () { drawing.redraw(); }, undo: function () { drawing.undo(); }
    };
    document.querySelectorAll("[data-map]").forEach(function (button) { button.addEventListener("click", acts[button.dataset.map]); });
    if (by) by.addEventListener("change", function () {
      state.by = by.value;
      document.querySelectorAll("[data-legend]").forEach(function (legend) { legend.hidden = legend.dataset.legend !== by.value; });
      made.tiles.changed();
    });
  }

  /* Looking: what is under the pointer stands out, a click (or a line of the list) brings its card. */
  function look(map, tiles, state, config, measure) {
    var card = document.getElementById("map-card"), list = document.getElementById("map-list"), timer = 0, shown = "";
    function under(pixel) {
      var found = null;
      map.forEachFeatureAtPixel(pixel, function (feature) { found = found || feature; }, { layerFilter: function (layer) { return layer === tiles; }, hitTolerance: 3 });
      return found;
    }
    function stand(id) { if (state.on !== id) { state.on = id; tiles.changed(); } }
    function get(url, take) {
      fetch(url, { headers: { "X-Requested-With": "fetch" } }).then(function (answer) { return answer.ok ? answer.text() : ""; }).then(take);
    }
    function open(id) {
      if (shown === id) return;
      shown = id;
      get(config.card + id + "/", function (text) { if (shown === id && text) { card.innerHTML = text; card.hidden = false; } });
    }
    function refresh() {
      var view = map.getView().calculateExtent(map.getSize()).map(Math.round).join(",");
      get(config.list + "?" + (config.query ? config.query + "&" : "") + "box=" + view, function (text) { if (text) list.innerHTML = text; });
    }
    map.on("pointermove", function (event) {
      if (event.dragging || measure.isOn()) return;
      var feature = under(event.pixel), id = feature && !feature.get("n") ? feature.getId() : null;
      map.getTargetElement().style.cursor = feature ? "pointer" : "";
      stand(id);
      window.clearTimeout(timer);
      if (id && !state.pinned) timer = window.setTimeout(function () { open(id); }, 200);
    });
    map.on("singleclick", function (event) {
      if (measure.isOn()) return;
      var feature = under(event.pixel);
      if (feature && feature.get("n")) { map.getView().animate({ center: event.coordinate, zoom: map.getView().getZoom() + 2, duration: 0 }); return; }
      state.pinned = feature ? feature.getId() : null;
      tiles.changed();
      if (state.pinned) open(state.pinned); else { card.hidden = true; shown = ""; }
    });
    ["mouseover", "focusin"].forEach(function (name) {
      list.addEventListener(name, function (event) {
        var link = event.target.closest("[data-parcel]");
        if (link) { stand(Number(link.dataset.parcel)); if (name === "focusin") open(Number(link.dataset.parcel)); }
      });
    });
    map.on("moveend", function () { window.clearTimeout(look.timer); look.timer = window.setTimeout(refresh, 250); });
    if (state.pinned) open(state.pinned);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var box = document.getElementById("map"), config = document.getElementById("map-config");
    if (box && config && window.ol) begin(box, JSON.parse(config.textContent));
  });
}());
