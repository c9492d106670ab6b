// The reader with scripts on: what is marked in the text and its card light up together; words that are selected go into the form.

const text = document.querySelector("article.text");
const cards = new Map([...document.querySelectorAll("[data-card]")].map((c) => [c.dataset.card, c]));
const pieces = new Map();
for (const piece of text.querySelectorAll("[data-cards]"))
  for (const n of piece.dataset.cards.split(" ")) pieces.set(n, [...(pieces.get(n) ?? []), piece]);

function light(numbers) {
  document.querySelectorAll(".lit").forEach((e) => e.classList.remove("lit"));
  for (const n of numbers) {
    pieces.get(n)?.forEach((p) => p.classList.add("lit"));
    cards.get(n)?.classList.add("lit");
  }
}

for (const [n, card] of cards) {
  card.addEventListener("pointerenter", () => light([n]));
  card.addEventListener("pointerleave", () => light([]));
  card.addEventListener("focusin", () => {
    light([n]);
    pieces.get(n)?.[0].scrollIntoView({ block: "nearest" });
  });
}
text.addEventListener("click", (e) => {
  const piece = e.target.closest("[data-cards]");
  if (!piece || e.target.closest("a") || !getSelection().isCollapsed) return;
  const numbers = piece.dataset.cards.split(" ");
  light(numbers);
  const all = numbers.map((n) => cards.get(n)).filter((c) => c && c.offsetParent);
  all[all.length - 1]?.scrollIntoView({ block: "nearest" });
});

// Offsets count code points; strings in the browser count UTF-16 units.
const points = (s) => [...s].length;

function place(node, offset) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-at]");
  if (!piece || !text.contains(piece)) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : "";
  return Number(piece.dataset.at) + points(before);
}

const form = document.querySelector("#by-hand form");
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  if (!form || chosen.isCollapsed || !chosen.rangeCount) return;
  const range = chosen.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  const start = place(range.startContainer, range.startOffset);
  if (start === null) return;
  const copy = range.cloneContents();
  copy.querySelectorAll("a.n").forEach((a) => a.remove());
  form.elements.said.value = copy.textContent;
  form.elements.start.value = copy.querySelectorAll("p").length > 1 ? "" : start;
});
form?.elements.said.addEventListener("input", () => { form.elements.start.value = ""; });

document.querySelector("#here")?.scrollIntoView({ block: "center" });
