/* board.js: cards of the board are dragged to another column, or moved by Shift+Left and Shift+Right. Both send the card's own
   form, which its buttons send without scripts. */
(function () {
  "use strict";
  var dragged = null;

  function cardOf(event) { return event.target.closest && event.target.closest("[data-card]"); }
  function columnOf(event) { return event.target.closest && event.target.closest("[data-column]"); }
  function formOf(card) { return card.querySelector("form[data-move]"); }
  function takes(column) { return dragged && column && column.dataset.column !== "none" && !column.contains(dragged); }
  function send(form, to) {
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = "to";
    field.value = to;
    form.appendChild(field);
    form.requestSubmit();
  }
  function mark(column) {
    document.querySelectorAll("[data-column].is-over").forEach(function (el) { el.classList.remove("is-over"); });
    if (column) column.classList.add("is-over");
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-card]").forEach(function (card) { card.draggable = !!formOf(card); });
  });
  document.addEventListener("dragstart", function (event) {
    dragged = cardOf(event);
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", function (event) {
    var column = columnOf(event);
    if (!takes(column)) return;
    event.preventDefault();
    mark(column);
  });
  document.addEventListener("dragend", function () { dragged = null; mark(null); });
  document.addEventListener("drop", function (event) {
    var column = columnOf(event);
    if (!takes(column)) return;
    event.preventDefault();
    send(formOf(dragged), column.dataset.column);
  });
  document.addEventListener("keydown", function (event) {
    var card = cardOf(event), side = { ArrowLeft: "before", ArrowRight: "after" }[event.key];
    if (!card || !side || !event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    var button = card.querySelector("[data-to-" + side + "]");
    if (button) { event.preventDefault(); button.click(); }
  });
}());
