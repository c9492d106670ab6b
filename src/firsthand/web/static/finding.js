// A statement is cited by a click: its mark goes where one writes. The preview is the page itself, asked with what was written so far.

const form = document.getElementById("finding");
const words = document.getElementById("words");
const see = document.getElementById("see");
const PARTS = ["act", "victims", "place_time", "actor", "knowledge"];

document.addEventListener("click", (e) => {
  const button = e.target.closest("[data-cite]");
  if (!button) return;
  const at = words.selectionEnd ?? words.value.length;
  const gap = at && !/\s$/.test(words.value.slice(0, at)) ? " " : "";
  words.setRangeText(`${gap}${button.dataset.cite}`, at, at, "end");
  button.setAttribute("aria-pressed", "true");
  words.focus();
});

see.hidden = false;
see.addEventListener("click", () => {
  const said = new FormData(form);
  const asked = new URLSearchParams();
  for (const name of ["standard", "words", "why"]) asked.set(name, said.get(name) ?? "");
  for (const part of PARTS) if (said.get(part)) asked.append("parts", part.replace("_", "-"));
  location.assign(`${location.pathname}?${asked}#preview`);
});
