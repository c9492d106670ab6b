// The queue, one item at a time. An answer is sent while the next item already stands there; what could not be recorded comes back.

const queue = document.getElementById("queue");
const tally = document.getElementById("tally");
const undo = document.getElementById("undo");
const last = document.getElementById("last");
const AHEAD = 5;
const answered = [];
let left = Number(tally.dataset.left);
let passed = 0;
let fetching = false;
let ended = false;

const items = () => [...queue.querySelectorAll(".item")];
const waiting = () => items().filter((i) => !i.dataset.answer);

function count() {
  tally.textContent = tally.dataset.words.replace("{n}", left.toLocaleString());
  document.getElementById("empty").hidden = waiting().length > 0 || !ended;
  undo.hidden = answered.length === 0;
}

function choose(item) {
  items().forEach((i) => i.removeAttribute("aria-current"));
  if (!item) return;
  item.setAttribute("aria-current", "true");
  item.querySelector("h2").focus({ preventScroll: true });
  scrollTo(0, 0);
  const at = waiting().indexOf(item);
  if (at >= 0 && waiting().length - at <= AHEAD) more();
}

// The next batch stands ready before it is asked for. What is passed over or known is skipped; what is on its way is waited for, or it would be counted twice.
async function more() {
  if (fetching || ended) return;
  fetching = true;
  await Promise.all(answered.map((i) => i.sending));
  const known = new Set(items().map((i) => i.dataset.about));
  const address = new URL(location.href);
  address.searchParams.set("first", String(waiting().length + passed));
  try {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const fresh = [...page.querySelectorAll("#queue .item")].filter((i) => !known.has(i.dataset.about));
    if (!fresh.length) ended = true;
    queue.append(...fresh.map((i) => document.importNode(i, true)));
  } finally {
    fetching = false;
    if (!queue.querySelector("[aria-current]")) choose(waiting()[0]);
    count();
  }
}

async function send(item, data) {
  const answer = await fetch("/judge", { method: "POST", body: new URLSearchParams(data), headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(`${told.what}. ${told.cure ?? ""}`);
  item.querySelector("[name=seen]").value = told.judgement.seq;
  return told.judgement;
}

queue.addEventListener("submit", (e) => {
  e.preventDefault();
  const form = e.target;
  const item = form.closest(".item");
  const data = new FormData(form, e.submitter);
  const near = waiting().filter((i) => i !== item);
  const next = near.find((i) => item.compareDocumentPosition(i) & Node.DOCUMENT_POSITION_FOLLOWING) ?? near[0];
  item.dataset.answer = data.get("decision");
  answered.push(item);
  left -= 1;
  choose(next);
  last.textContent = "";
  count();
  item.sending = send(item, data).catch((wrong) => {
    delete item.dataset.answer;
    answered.splice(answered.indexOf(item), 1);
    left += 1;
    last.textContent = `${tally.dataset.failed} ${wrong.message}`;
    choose(item);
    count();
  });
});

undo.addEventListener("click", async () => {
  const item = answered.pop();
  if (!item) return;
  await item.sending;
  const data = new FormData(item.querySelector("form"));
  data.set("decision", "open");
  data.set("why", "");
  try {
    await send(item, data);
    delete item.dataset.answer;
    left += 1;
    choose(item);
  } catch (wrong) {
    last.textContent = `${tally.dataset.failed} ${wrong.message}`;
  }
  count();
});

document.body.classList.add("stepping");
choose(items()[0]);
count();
if (items().length < AHEAD) ended = true;
