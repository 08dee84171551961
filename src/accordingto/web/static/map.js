// The map page: a range of days by dragging over the timeline, and a slider for what was known by a day. Both only set
// filters in the address; every view can be had without this file.
"use strict";

const go = (changes) => {
  const at = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) value ? at.searchParams.set(name, value) : at.searchParams.delete(name);
  at.searchParams.delete("page");
  location.assign(at);
};
const days = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86400000);
const iso = (day) => new Date(day * 86400000).toISOString().slice(0, 10);

const line = document.querySelector("svg.timeline");
if (line) {
  const first = days(line.dataset.first);
  const count = days(line.dataset.last) - first + 1;
  const wide = line.viewBox.baseVal.width;
  const brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  brush.setAttribute("class", "brush");
  brush.setAttribute("height", line.viewBox.baseVal.height);
  let from = null;
  let dragged = false;
  const x = (event) => {
    const box = line.getBoundingClientRect();
    return Math.max(0, Math.min(wide, (event.clientX - box.left) / box.width * wide));
  };
  const day = (at) => first + Math.min(count - 1, Math.floor(at / wide * count));
  line.addEventListener("pointerdown", (event) => { from = x(event); dragged = false; });
  line.addEventListener("dragstart", (event) => event.preventDefault());
  line.addEventListener("pointermove", (event) => {
    if (from === null || Math.abs(x(event) - from) < 4 && !dragged) return;
    dragged = true;
    line.append(brush);
    brush.setAttribute("x", Math.min(from, x(event)));
    brush.setAttribute("width", Math.abs(x(event) - from));
  });
  window.addEventListener("pointerup", (event) => {
    if (from !== null && dragged) {
      const ends = [day(from), day(x(event))].sort((a, b) => a - b);
      go({ from: iso(ends[0]), to: iso(ends[1]) });
    }
    from = null;
  });
  line.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
}

const known = document.getElementById("known");
if (known) {
  const shown = document.querySelector("output[for=known]");
  known.min = days(known.dataset.first);
  known.max = Math.floor(Date.now() / 86400000);
  known.value = known.dataset.now ? days(known.dataset.now) : known.max;
  const say = () => { shown.textContent = known.value === known.max ? "now" : iso(Number(known.value)); };
  say();
  known.addEventListener("input", say);
  known.addEventListener("change", () => go({ reported_by: known.value === known.max ? "" : iso(Number(known.value)) }));
}
