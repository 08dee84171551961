// For every page: the list of keys, and j/k through lists. Keys do nothing in fields, with a modifier, or in a dialog.
"use strict";

document.documentElement.classList.add("js");

const help = document.getElementById("help");
const desk = document.getElementById("desk");
const bound = {};

function inField(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return true;
  const at = event.target instanceof Element ? event.target : document.body;
  return at.isContentEditable || at.closest("input, textarea, select, dialog[open]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (inField(event)) return;
  if (event.key === "?") { help.showModal(); event.preventDefault(); return; }
  const act = bound[event.key];
  if (act && act(event) !== false) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-help]")) button.addEventListener("click", () => help.showModal());

if (!desk) {
  const picks = [...document.querySelectorAll(".pick")];
  let at = -1;
  const move = (by) => {
    if (!picks.length) return;
    if (at >= 0) picks[at].classList.remove("current");
    at = Math.max(0, Math.min(picks.length - 1, at + by));
    picks[at].classList.add("current");
    const link = picks[at].querySelector("a");
    if (link) link.focus();
    picks[at].scrollIntoView({ block: "nearest" });
  };
  bound.j = () => move(1);
  bound.k = () => move(-1);
}
