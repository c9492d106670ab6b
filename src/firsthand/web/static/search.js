// The search with scripts on: the selected hit is shown beside the list, in its text.

const aside = document.querySelector(".preview");
let last = "";

async function show(row) {
  const where = row?.dataset.preview;
  if (!aside || !where || where === last) return;
  last = where;
  const answer = await fetch(where);
  if (!answer.ok || where !== last) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const text = page.querySelector("article.text");
  if (!text) return;
  text.querySelectorAll("nav, a.n, details").forEach((e) => e.remove());
  aside.replaceChildren(document.importNode(text, true));
  aside.hidden = false;
  aside.querySelector("#here")?.scrollIntoView({ block: "center" });
}

document.addEventListener("focusin", (e) => show(e.target.closest("[data-preview]")));
document.addEventListener("pointerover", (e) => { if (matchMedia("(hover: hover)").matches) show(e.target.closest("[data-preview]")); });
