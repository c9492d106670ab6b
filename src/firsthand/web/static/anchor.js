// A place on the page that is folded away opens when an address leads to it.
function open() {
  const at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let d = at; d; d = d.parentElement) if (d.tagName === "DETAILS") d.open = true;
  at?.querySelector(":scope > details.passage-of")?.setAttribute("open", "");
  at?.scrollIntoView({ block: "start" });
}
addEventListener("hashchange", open);
open();
