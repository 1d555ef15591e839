// -------------------------------------------------------------------------------- the controls
function translate() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label));
    if (element.tagName === "CANVAS") element.title = text(element.dataset.hint);
  }
  $("search").placeholder = `${text("search")} (/)`;
  for (const decision of ["accept", "reject", "edit"]) $(`do-${decision}`).textContent = `${MARKS[decision]} ${text(decision)}`;
  fillChoice($("state"), STATES.map((state) => [state, text(state)]), data.state);
  fillChoice($("order"), [...ORDERS.map((name) => [name, text(`order_${name}`)]), ["", "…"]], "list");
  fillChoice($("kind"), [["any", text("any_kind")], ...KINDS.map(([kind, times]) => [kind, `${kind} (${whole(times)})`])], "any");
  fillChoice($("context-order"), CONTEXT_ORDERS.map((name) => [name, text(`contexts_${name}`)]), "text");
  $("keys").replaceChildren(...text("keys").map(([key, meaning]) => {
    const pair = make("div");
    pair.append(make("dt", key), make("dd", meaning));
    return pair;
  }));
  $("meanings").replaceChildren(...FIGURES.map((name) => {
    const pair = make("div");
    pair.append(make("dt", text(name)), make("dd", text("explain")[name]));
    return pair;
  }));
  layOut();
}
function fillChoice(choice, options, first) {
  const chosen = choice.options.length ? choice.value : first;
  choice.replaceChildren(...options.map(([value, label]) => {
    const option = make("option", label);
    option.value = value;
    option.hidden = value === "";
    return option;
  }));
  choice.value = chosen;
}

const page = () => Math.max(Math.floor($("rows").clientHeight / rowHeight) - 1, 1);
const KEYS = {
  ArrowDown: () => go(here + 1), j: () => go(here + 1), ArrowUp: () => go(here - 1), k: () => go(here - 1),
  PageDown: () => go(here + page()), PageUp: () => go(here - page()), Home: () => go(0), End: () => go(order.length - 1),
  a: () => advance("accept"), r: () => advance("reject"), e: edit, x: () => toggle(here), s: save, u: takeBack,
  "/": () => { $("filters").open = true; $("search").focus(); }, "?": () => $("help").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || $("help").open) return;
  const typing = ["INPUT", "SELECT"].includes(event.target.tagName) && event.target.type !== "checkbox";
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing) { event.preventDefault(); takeBack(); return; }
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") { $("edit").hidden = true; $("list").focus(); return; }
  if (typing) { if (event.key === "Enter" && event.target.id !== "edited") $("list").focus(); return; }
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
  if (act) { event.preventDefault(); act(); draw(); }
});

$("edit").addEventListener("submit", (event) => { event.preventDefault(); setEdited(); });
$("cancel").addEventListener("click", () => { $("edit").hidden = true; $("list").focus(); });
$("rows").addEventListener("scroll", paint);
let roomBefore = 0;
addEventListener("resize", () => {
  if ($("list").clientWidth !== roomBefore) { roomBefore = $("list").clientWidth; layOut(); }
  reveal();
  draw();
});
for (const id of ["search", "min-count", "min-score"]) $(id).addEventListener("input", select);
$("state").addEventListener("change", select);
$("kind").addEventListener("change", select);
$("context-order").addEventListener("change", detail);
$("order").addEventListener("change", () => { sortBy($("order").value === "list" ? null : $("order").value, true); go(0); });
for (const decision of ["accept", "reject"]) {
  $(`do-${decision}`).addEventListener("click", () => advance(decision));
  $(`bulk-${decision}`).addEventListener("click", () => decideAll(decision));
}
$("do-edit").addEventListener("click", edit);
$("clear").addEventListener("click", () => { selected.clear(); countUp(); paint(); });
$("undo").addEventListener("click", takeBack);
$("save").addEventListener("click", save);
for (const format of Object.keys(WRITERS)) {
  $(`as-${format}`).addEventListener("click", () => {
    const found = accepted();
    offer(WRITERS[format](found), `words.${format}`, "text/plain");
    announce(text("exported")(whole(found.length)));
    $("more").open = false;
  });
}
$("load").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", async () => {
  try { record(take(await $("file").files[0].text())); } catch { announce(text("bad")); }
  $("file").value = "";
  select();
});
$("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  draw();
});
$("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; translate(); select(); });
$("show-help").addEventListener("click", () => $("help").showModal());
$("close-help").addEventListener("click", () => $("help").close());

for (const [n, made] of take(data.decisions)) decisions.set(n, made);
try { for (const [n, made] of take(recall())) decisions.set(n, made); } catch { /* what another version kept */ }
$("filters").open = innerWidth >= 700;
$("kinds").hidden = !KINDS.length;
translate();
select();
$("list").focus();
