/* map-tools.js: measuring, drawing one parcel with snapping, printing to A3 - each takes the map and its page (map.js). */
window.lpMapTools = (function () {
  "use strict";
  var GEO = { featureProjection: "EPSG:3857", dataProjection: "EPSG:4326", decimals: 9 };

  function fixed(value, places) { return value.toFixed(places); }
  function lengthWords(metres) { return metres < 1000 ? fixed(metres, 1) + " 米" : fixed(metres / 1000, 3) + " 公里"; }
  function areaWords(square) { return fixed(square * 3 / 2000, 2) + " 亩（" + fixed(square, 0) + " ㎡）"; }
  function line(colour, width, dash) { return new ol.style.Stroke({ color: colour, width: width, lineDash: dash }); }
  function sketch() {
    return new ol.style.Style({ fill: new ol.style.Fill({ color: "rgba(168,34,26,.12)" }), stroke: line("#a8221a", 2),
      image: new ol.style.Circle({ radius: 5, fill: new ol.style.Fill({ color: "#fff" }), stroke: line("#a8221a", 2) }) });
  }
  function pressed(name, on) {
    document.querySelectorAll("[data-map=length], [data-map=area]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(on && button.dataset.map === name));
    });
  }

  /* Measuring: one figure at a time; Esc or the same button again ends it. */
  function measure(map, say) {
    var source = new ol.source.Vector(), layer = new ol.layer.Vector({ source: source, style: sketch(), zIndex: 30 }), now = null, name = "";
    map.addLayer(layer);
    function words(geometry) {
      return geometry.getType() === "Polygon" ? "面积约 " + areaWords(ol.sphere.getArea(geometry)) : "长约 " + lengthWords(ol.sphere.getLength(geometry));
    }
    function stop() {
      if (now) map.removeInteraction(now);
      source.clear();
      now = null; name = "";
      pressed("", false);
      say("");
    }
    function start(what) {
      var same = name === what;
      stop();
      if (same) return;
      name = what;
      now = new ol.interaction.Draw({ source: source, type: what === "area" ? "Polygon" : "LineString", style: sketch() });
      now.on("drawstart", function (event) {
        source.clear();
        event.feature.getGeometry().on("change", function (change) { say(words(change.target)); });
      });
      map.addInteraction(now);
      pressed(what, true);
      say("依次点各点，双击结束；按 Esc 或再按一次按钮停止。");
    }
    document.addEventListener("keydown", function (event) { if (event.key === "Escape" && now) stop(); });
    return { start: start, stop: stop, isOn: function () { return !!now; } };
  }

  /* Drawing the parcel: what lies beside it comes exact, so that common boundaries are the same points. */
  function draw(map, config, say) {
    var mine = new ol.source.Vector(), near = new ol.source.Vector(), form = document.getElementById("map-draw"), asked = "", drawing;
    var field = form.querySelector("[name=geometry]"), told = document.getElementById("map-drawn"), format = new ol.format.GeoJSON();
    map.addLayer(new ol.layer.Vector({ source: near, zIndex: 10, style: new ol.style.Style({ stroke: line("#465261", 1.5) }) }));
    map.addLayer(new ol.layer.Vector({ source: mine, zIndex: 20, style: sketch() }));
    function write() {
      var features = mine.getFeatures(), geometry = features.length ? features[0].getGeometry() : null;
      field.value = geometry ? format.writeGeometry(geometry, GEO) : "";
      told.textContent = geometry ? "约 " + areaWords(ol.sphere.getArea(geometry)) + "，以保存时算的为准" : "还没有画";
      drawing.setActive(!geometry);
      say(geometry ? "拖点修改；画好了按“保存图形”。" : "依次点各界址点，双击或按 Enter 结束。");
    }
    drawing = new ol.interaction.Draw({ source: mine, type: "Polygon", style: sketch() });
    drawing.on("drawend", function () { window.setTimeout(write, 0); });
    var modify = new ol.interaction.Modify({ source: mine });
    modify.on("modifyend", write);
    [modify, drawing, new ol.interaction.Snap({ source: near }), new ol.interaction.Snap({ source: mine })].forEach(function (one) { map.addInteraction(one); });
    function load() {
      var view = map.getView().calculateExtent(map.getSize()).map(Math.round).join(",");
      if (view === asked) return;
      asked = view;
      fetch(config.near + "?box=" + view, { headers: { "X-Requested-With": "fetch" } }).then(function (answer) { return answer.ok ? answer.json() : null; }).then(function (data) {
        if (!data || asked !== view) return;
        near.clear();
        format.readFeatures(data, GEO).forEach(function (feature) {
          if (feature.getId() !== config.draw) near.addFeature(feature);
          else if (config.hasShape && !field.value && !drawing.lpBegun) { mine.addFeature(feature); drawing.lpBegun = true; write(); }
        });
      });
    }
    drawing.on("drawstart", function () { drawing.lpBegun = true; });
    map.on("moveend", load);
    if (config.typed) {
      mine.addFeature(new ol.Feature(format.readGeometry(config.typed, GEO)));
      map.getView().fit(mine.getExtent(), { padding: [80, 80, 80, 80], maxZoom: 18 });
    }
    write();
    map.getTargetElement().addEventListener("keydown", function (event) {
      if (event.key === "Escape") { drawing.abortDrawing(); event.stopPropagation(); }
      if (event.key === "Backspace") { drawing.removeLastPoint(); event.preventDefault(); }
      if (event.key === "Enter") drawing.finishDrawing();
    });
    return { redraw: function () { mine.clear(); drawing.lpBegun = true; write(); }, undo: function () { drawing.removeLastPoint(); } };
  }

  /* A3 landscape: the map is laid out at the size of the sheet, at a whole scale when one is chosen, and put back afterwards. */
  function print(map, scale, words) {
    var box = map.getTargetElement(), view = map.getView(), before = { resolution: view.getResolution(), center: view.getCenter() };
    function back() {
      window.removeEventListener("afterprint", back);
      document.body.classList.remove("is-map-print");
      map.updateSize();
      view.setResolution(before.resolution);
      view.setCenter(before.center);
      words();
    }
    document.body.classList.add("is-map-print");
    map.updateSize();
    if (scale) view.setResolution(scale * 0.0254 / 96 / ol.proj.getPointResolution("EPSG:3857", 1, view.getCenter()));
    words();
    window.addEventListener("afterprint", back);
    map.once("rendercomplete", function () { box.dataset.printed = "1"; window.print(); });
    map.render();
  }

  return { measure: measure, draw: draw, print: print };
}());
