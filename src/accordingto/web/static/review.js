// The report page: moving through claims, deciding with one key, editing by selecting words. Nothing is decided by
// marking, hovering or selecting. Offsets here are UTF-16 units of the whole text; the server turns them into code points.
"use strict";

const text = document.getElementById("text");
const said = document.getElementById("said");
const report = desk.dataset.report;
const csrf = document.querySelector("meta[name=csrf]").content;
const cards = () => [...document.querySelectorAll("article.claim")];
const judged = (card) => !["unjudged", "reopened"].includes(card.dataset.status) || "waiting" in card.dataset;
let current = null;
let picked = null;
let busy = false;

// ---- light between words and slots -------------------------------------------------------------------------------

const segs = [...text.querySelectorAll(".seg")];
const within = (seg, name, key) => (seg.dataset[key] || "").split(" ").includes(name);

function light(slot) {
  for (const seg of segs) seg.classList.toggle("lit", slot !== null && within(seg, slot, "slots"));
  for (const row of document.querySelectorAll(".slot.lit")) row.classList.remove("lit");
  if (slot !== null) for (const row of document.querySelectorAll(".slot")) row.classList.toggle("lit", row.dataset.slot === slot);
}

document.querySelector(".claims").addEventListener("mouseover", (event) => {
  const row = event.target.closest(".slot");
  light(row ? row.dataset.slot : null);
});
text.addEventListener("mouseover", (event) => {
  const seg = event.target.closest(".seg");
  const own = seg && current ? (seg.dataset.slots || "").split(" ").find((s) => s.split(".")[0] === current.id) : null;
  light(own || (seg && seg.dataset.slots ? seg.dataset.slots.split(" ")[0] : null));
});
for (const part of [text, document.querySelector(".claims")]) part.addEventListener("mouseleave", () => light(null));

text.addEventListener("click", (event) => {
  const seg = event.target.closest(".seg");
  if (!seg || !seg.dataset.claims || !document.getSelection().isCollapsed || document.querySelector(".editor")) return;
  const names = seg.dataset.claims.split(" ");
  const next = names[(names.indexOf(current ? current.id : "") + 1) % names.length];
  mark(document.getElementById(next));
});

// ---- which claim is marked ---------------------------------------------------------------------------------------

function mark(card) {
  if (!card) return;
  if (current) current.classList.remove("current");
  current = card;
  card.classList.add("current");
  for (const seg of segs) seg.classList.toggle("mine", within(seg, card.id, "claims"));
  card.scrollIntoView({ block: "nearest" });
  const first = segs.find((seg) => within(seg, card.id, "claims"));
  if (first) {
    // Only the column of the text moves, never the page under the reader's eyes.
    const box = text.parentElement;
    const top = first.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (top < 40 || top > box.clientHeight - 80) box.scrollTop += top - box.clientHeight / 3;
  }
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current);
  mark(all[Math.max(0, Math.min(all.length - 1, at + by))]);
}

function nextOpen() {
  const all = cards();
  const at = all.indexOf(current);
  const next = all.slice(at + 1).find((c) => !judged(c)) || all.slice(0, at).find((c) => !judged(c));
  if (next) mark(next);
  else if (all.every(judged)) tell("Every claim of this report has been judged." + (document.getElementById("next") ? " n: next report" : ""));
  return next;
}

document.querySelector(".claims").addEventListener("click", (event) => {
  const card = event.target.closest("article.claim");
  if (card && card !== current && !event.target.closest(".editor")) mark(card);
});

// ---- deciding ----------------------------------------------------------------------------------------------------

function tell(words, bad = false) {
  said.textContent = words;
  said.classList.toggle("bad", bad);
}

async function send(body) {
  if (busy) return null;
  busy = true;
  try {
    const answer = await fetch("/judge", {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf-token": csrf },
      body: JSON.stringify({ report, ...body }),
    });
    const got = await answer.json();
    if (answer.ok) return got;
    tell(`${got.error} ${got.hint}`, true);
    if (answer.status === 409) offerReload();
  } catch {
    tell("The server does not answer. Nothing was stored; try again.", true);
  } finally {
    busy = false;
  }
  return null;
}

function offerReload() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "Show it";
  button.addEventListener("click", () => reload(current));
  said.append(" ", button);
}

function reload(card) {
  if (card) history.replaceState(null, "", `#${card.id}`);
  location.reload();
}

function show(got) {
  document.querySelector("#progress").innerHTML = "";
  const strong = document.createElement("strong");
  strong.textContent = got.progress.judged;
  document.querySelector("#progress").append(strong, ` of ${got.progress.claims} claims judged`);
  desk.dataset.undoable = got.undoable || "";
  if (!got.card) return false;
  // The card was made and escaped by the server with the same template as the page.
  const made = new DOMParser().parseFromString(got.card, "text/html").querySelector("article");
  const old = cards().find((c) => c.dataset.anchor === got.anchor);
  if (!old) return false;
  const fresh = document.importNode(made, true);
  old.replaceWith(fresh);
  if (old === current) { current = null; mark(fresh); }
  return true;
}

async function decide(card, verdict, reason, extra = {}) {
  const got = await send({ verdict, reason, anchor: card.dataset.anchor, seen: card.dataset.seen, ...extra });
  if (!got) return false;
  const done = { accept: "accepted", reject: "rejected", edit: "edited", note: "noted" }[verdict];
  tell(got.waits ? `${card.id}: proposed, waits for a second eye. u: take it back` : `${card.id} ${done}. u: undo`);
  show(got);
  return true;
}

async function accept() {
  if (!current || judged(current) && current.dataset.status === "added") return;
  if (await decide(current, "accept", "")) nextOpen();
}

function ask(card, verdict) {
  const box = card.querySelector(".reason");
  const field = box.querySelector("input");
  box.classList.add("asked");
  box.querySelector("span").textContent = verdict === "note" ? "Note" : "Why not?";
  field.dataset.verdict = verdict;
  field.value = "";
  field.focus();
}

async function undo(which) {
  if (!which) { tell("There is nothing of yours to undo in this report."); return; }
  const got = await send({ verdict: "undo", judgement: which });
  if (!got) return;
  tell("Undone.");
  if (show(got)) { mark(cards().find((c) => c.dataset.anchor === got.anchor)); location.hash = ""; } else reload(null);
}

document.querySelector(".claims").addEventListener("submit", async (event) => {
  const form = event.target.closest("form.decide");
  if (!form) return;
  event.preventDefault();
  const card = form.closest("article");
  const field = form.querySelector(".reason input");
  const asked = form.querySelector(".reason").classList.contains("asked");
  // Enter in the reason presses the form's first button; what was asked for counts.
  const verdict = asked && document.activeElement === field ? field.dataset.verdict : event.submitter ? event.submitter.value : "accept";
  if (verdict === "accept") { mark(card); accept(); return; }
  if (!asked || field.dataset.verdict !== verdict) { ask(card, verdict); return; }
  if (!field.value.trim()) { tell("A reason in a few words is needed.", true); field.focus(); return; }
  field.blur();
  if (await decide(card, verdict, field.value.trim()) && verdict === "reject") nextOpen();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const asked = document.querySelector(".reason.asked");
  if (asked) { asked.classList.remove("asked"); asked.querySelector("input").blur(); }
  closeEditor();
});

document.addEventListener("click", (event) => {
  const at = event.target.closest("[data-undo], [data-undo-last], [data-add], [data-edit]");
  if (!at) return;
  if (at.dataset.undo !== undefined) undo(at.dataset.undo);
  else if (at.dataset.undoLast !== undefined) undo(desk.dataset.undoable);
  else if (at.dataset.add !== undefined) edit(null);
  else edit(at.closest("article"));
});

// ---- selecting words ---------------------------------------------------------------------------------------------

function offset(node, at) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, at);
  return range.toString().length;
}

document.addEventListener("selectionchange", () => {
  const now = document.getSelection();
  if (now.isCollapsed || !now.rangeCount) return;
  const range = now.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  picked = { at: [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)], words: range.toString() };
  const line = document.querySelector(".editor .picked");
  if (line) line.textContent = `Selected: “${picked.words.trim()}”`;
});

// By keyboard: w goes into the text at the marked claim, arrows choose a word, with Shift more words, Enter goes back.
let origin = null;

function intoText() {
  const own = segs.find((seg) => current && within(seg, current.id, "claims")) || segs[0];
  if (!own) return;
  origin = document.activeElement;
  text.focus({ preventScroll: true });
  const now = document.getSelection();
  now.collapse(own.firstChild, 0);
  now.modify("extend", "forward", "word");
}

text.addEventListener("keydown", (event) => {
  const by = { ArrowRight: "forward", ArrowLeft: "backward" }[event.key];
  const now = document.getSelection();
  if (event.key === "Enter" || event.key === "Escape") {
    const back = origin && origin.isConnected && origin !== document.body ? origin : document.querySelector(".editor .take");
    if (back) back.focus();
    event.preventDefault();
  } else if (by && text.contains(now.anchorNode)) {
    if (event.shiftKey) now.modify("extend", by, "word");
    else {
      if (by === "forward") now.collapseToEnd();
      else { now.collapseToStart(); now.modify("move", "backward", "word"); }
      now.modify("extend", "forward", "word");
      if (now.toString().trim() === "" && by === "forward") { now.collapseToEnd(); now.modify("extend", "forward", "word"); }
    }
    if (now.focusNode.parentElement) now.focusNode.parentElement.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  }
});

// ---- editing and adding ------------------------------------------------------------------------------------------

function closeEditor() {
  const open = document.querySelector(".editor");
  if (!open) return;
  const box = open.closest("article.new");
  (box || open).remove();
}

async function edit(card) {
  closeEditor();
  let claim = null;
  if (card) {
    if (card.dataset.status === "added") { tell("A claim that a person added is taken back with undo, and added otherwise."); return; }
    mark(card);
    const answer = await fetch(`/report?format=json&id=${encodeURIComponent(report)}`);
    claim = answer.ok ? (await answer.json()).claims.find((c) => c.anchor === card.dataset.anchor) : null;
    if (!claim) { tell("This claim cannot be edited now. Reload the page.", true); return; }
  } else if (!picked) {
    tell("Select the words of the missed claim in the text first, then press m.");
    return;
  }
  const form = document.getElementById("editor").content.firstElementChild.cloneNode(true);
  const value = {};
  for (const box of form.querySelectorAll("fieldset")) fill(form, box, claim, value);
  for (const field of form.querySelectorAll(".plain select")) {
    field.value = claim ? claim[field.name] || "" : { stance: "asserted", scope: "incident" }[field.name] || "";
    field.addEventListener("change", () => { value[field.name] = field.value || null; });
  }
  if (claim) {
    form.querySelector("[data-for=quote]").remove();
    card.append(form);
  } else {
    const box = document.createElement("article");
    box.className = "claim new current";
    box.append(form);
    said.after(box);
    if (current) current.classList.remove("current");
    take(form.querySelector("[data-for=quote]"), value);
    value.stance = "asserted";
    value.scope = "incident";
  }
  if (picked) form.querySelector(".picked").textContent = `Selected: “${picked.words.trim()}”`;
  form.querySelector(".cancel").addEventListener("click", closeEditor);
  form.addEventListener("submit", (event) => { event.preventDefault(); save(card, form, value); });
  form.scrollIntoView({ block: "nearest" });
  form.querySelector(claim ? ".take" : "select[name=type]").focus();
}

function fill(form, box, claim, value) {
  const name = box.dataset.for;
  const held = claim ? claim[name] : null;
  box.querySelector(".words").textContent = held ? held.text || (typeof held === "string" ? held : "") : "";
  for (const field of box.querySelectorAll("[data-part]")) {
    field.value = held && held[field.dataset.part] !== null && held[field.dataset.part] !== undefined ? held[field.dataset.part] : "";
    field.addEventListener("input", () => {
      if (value[name] === null || typeof value[name] !== "object") value[name] = {};
      value[name][field.dataset.part] = field.value || null;
      box.classList.add("touched");
    });
  }
  box.querySelector(".take").addEventListener("click", () => take(box, value));
  const clear = box.querySelector(".clear");
  if (clear) clear.addEventListener("click", () => {
    value[name] = null;
    box.classList.add("touched");
    box.querySelector(".words").textContent = "";
    for (const field of box.querySelectorAll("[data-part]")) field.value = "";
  });
}

// A save waits for words that are still being understood.
let taking = Promise.resolve();

function take(box, value) {
  taking = understood(box, value);
  return taking;
}

async function understood(box, value) {
  const name = box.dataset.for;
  if (!picked) { tell("Select words in the text first."); return; }
  const { at } = picked;
  const answer = await fetch(`/propose?${new URLSearchParams({ id: report, slot: name, start: at[0], end: at[1] })}`);
  const got = await answer.json();
  if (!answer.ok) { tell(`${got.error} ${got.hint}`, true); return; }
  box.querySelector(".words").textContent = got.text;
  const known = {};
  for (const [part, words] of Object.entries(got.parts)) if (words !== null || !["party", "kind", "tags"].includes(part)) known[part] = words;
  value[name] = { at: got.at, ...known };
  for (const field of box.querySelectorAll("[data-part]")) {
    if (field.dataset.part in known) field.value = known[field.dataset.part] === null ? "" : known[field.dataset.part];
  }
  box.classList.add("touched");
}

async function save(card, form, value) {
  await taking;
  const { quote, ...slots } = value;
  const reason = form.querySelector("[name=reason]").value.trim();
  if (card) {
    if (!Object.keys(slots).length) { tell("Nothing is changed yet."); return; }
    if (await decide(card, "edit", reason, { slots })) { closeEditor(); nextOpen(); }
    return;
  }
  if (!quote || !slots.type) { tell("A missed claim needs its words and its type.", true); return; }
  const got = await send({ verdict: "add", reason, at: quote.at, slots });
  if (got) location.reload();
}

// ---- keys --------------------------------------------------------------------------------------------------------

bound.j = () => step(1);
bound.k = () => step(-1);
bound.a = () => { accept(); };
bound.e = () => { if (current) edit(current); };
bound.r = () => { if (current && current.dataset.status !== "added") ask(current, "reject"); };
bound.o = () => { if (current) ask(current, "note"); };
bound.u = () => { undo(desk.dataset.undoable); };
bound.m = () => { edit(null); };
bound.w = () => { intoText(); };
bound.n = () => { const next = document.getElementById("next"); if (next) location.href = next.href; };

mark(document.getElementById(decodeURIComponent(location.hash.slice(1))) || cards().find((c) => !judged(c)) || cards()[0]);
