// The overview with scripts on: progress as it goes, and files dropped anywhere on the page.

const work = document.getElementById("work");
const shown = work.querySelector(".progress");
const word = (stage) => work.querySelector(`template[data-word="${CSS.escape(stage)}"]`)?.content.textContent ?? stage;
let seen = Number(work.dataset.ended), wait = 0;

async function look() {
  const answer = await fetch("/work.json");
  if (!answer.ok) return;
  const far = await answer.json();
  if (far.ended !== seen && !far.kind) { location.reload(); return; }
  shown.hidden = !far.kind;
  if (far.kind) {
    shown.querySelector("[data-stage]").textContent = word(far.stage);
    shown.querySelector("[data-far]").textContent = far.total ? `${far.done}/${far.total}` : "";
    const bar = shown.querySelector("progress");
    bar.max = far.total || 1;
    bar.value = far.done;
  }
  wait = far.kind ? 700 : 3000;
  setTimeout(look, wait);
}
look();

const form = document.querySelector("[data-drop]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const inside = async (entry) => {
    if (entry.isFile) return [await new Promise((yes, no) => entry.file(yes, no))];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (!some.length) break;
      for (const e of some) found.push(...await inside(e));
    }
    return found;
  };
  document.addEventListener("dragover", (e) => { e.preventDefault(); form.classList.add("over"); });
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", async (e) => {
    e.preventDefault();
    form.classList.remove("over");
    const entries = [...e.dataTransfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.length ? (await Promise.all(entries.map(inside))).flat() : [...e.dataTransfer.files];
    if (!files.length) return;
    const held = new DataTransfer();
    files.forEach((f) => held.items.add(f));
    input.files = held.files;
    form.requestSubmit();
  });
}
