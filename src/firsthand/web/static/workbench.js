// What every page does with scripts on: keys. Without scripts each key's act is a link or a button that is there anyway.
// A page marks its acts: data-key="x" on a link, button or input; data-go="x" on the links of the navigation ("g" then the letter);
// data-row on the entries of a list ("j", "k", Enter).

const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
let going = 0;

// On a narrow screen the rooms stand in a row that slides: the one where one is, is in sight.
const rooms = document.querySelector(".rooms");
const here = rooms?.querySelector("[aria-current]");
if (here && rooms.scrollWidth > rooms.clientWidth) here.scrollIntoView({ inline: "center", block: "nearest" });

// While the line runs a list may lack what is being made: when the run has ended, a link shows the page anew.
const working = document.querySelector("[data-working]");
async function follow() {
  const far = await (await fetch("/work.json")).json();
  if (far.kind && String(far.ended) === working.dataset.working) setTimeout(follow, 1500);
  else working.querySelector("a").hidden = false;
}
if (working) follow();

function act(found) {
  if (found.matches("input, textarea, select")) { found.focus(); found.select?.(); } else found.click();
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((r) => r.getAttribute("aria-current") === "true");
  const next = rows[Math.min(Math.max(at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by, 0), rows.length - 1)];
  rows.forEach((r) => r.removeAttribute("aria-current"));
  next.setAttribute("aria-current", "true");
  next.scrollIntoView({ block: "nearest" });
  (next.querySelector("a, button") ?? next).focus({ preventScroll: true });
}

document.addEventListener("keydown", (e) => {
  if (e.key === "Escape") { e.target.blur?.(); document.querySelectorAll("details.menu[open]").forEach((d) => { d.open = false; }); return; }
  if (e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
  if (Date.now() < going) {
    going = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(e.key)}"]`);
    if (link) { e.preventDefault(); link.click(); }
    return;
  }
  if (e.key === "g") { going = Date.now() + 1500; return; }
  if (e.key === "j" || e.key === "k") { e.preventDefault(); step(e.key === "j" ? 1 : -1); return; }
  const row = document.querySelector('[data-row][aria-current="true"]');
  const found = row?.querySelector(`[data-key="${CSS.escape(e.key)}"]`) ?? document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
  if (found) { e.preventDefault(); act(found); }
});
