"use strict";
// All text of the corpus reaches the page by textContent; nothing here makes markup of a string.
(() => {
  const TEXTS = {
    zh: {
      accept: "接受", reject: "拒绝", edit: "改为", undecided: "未定", all: "全部", new: "词典里没有的",
      show: "显示", min_count: "次数 ≥", min_score: "得分 ≥", search: "查找（/）", set: "确定",
      load: "读入决定", save: "保存决定（S）", language: "English", histogram: "得分分布（点击设下限）",
      scatter: "次数与凝固度（颜色：熵；点击选词）", none: "没有上下文：生成时给出 --corpus", yes: "是", no: "否",
      word: "词", count: "次数", cohesion: "凝固度", left_entropy: "左熵", right_entropy: "右熵",
      accessor_variety: "邻字", score: "得分", known: "已知", documents: "文档", dispersion: "散布", alone: "只在一篇文档中出现", decision: "决定", bad: "这不是决定文件",
      progress: (done, all) => `已定 ${done} / ${all}`, shown: (n) => `共 ${n} 词`,
      keys: "↑ ↓ 或 k j 移动，Page、Home、End 翻页\na 接受，r 拒绝，e 修改，u 撤销，s 保存，/ 查找",
    },
    en: {
      accept: "accepted", reject: "rejected", edit: "becomes", undecided: "undecided", all: "all", new: "new",
      show: "show", min_count: "count ≥", min_score: "score ≥", search: "find (/)", set: "OK",
      load: "Load decisions", save: "Save decisions (S)", language: "中文", histogram: "scores (click sets the least)",
      scatter: "count and cohesion (colour: entropy; click selects)", none: "no contexts: make the page with --corpus",
      yes: "yes", no: "no", word: "word", count: "count", cohesion: "cohesion", left_entropy: "left H",
      right_entropy: "right H", accessor_variety: "variety", score: "score", known: "known",
      documents: "docs", dispersion: "spread", alone: "in one document only",
      decision: "decision", bad: "this is no file of decisions",
      progress: (done, all) => `${done} of ${all} decided`, shown: (n) => (n === "1" ? "1 word" : `${n} words`),
      keys: "↑ ↓ or k j move, Page, Home, End\na accept, r reject, e edit, u undo, s save, / find",
    },
  };
  const NUMBERS = ["count", "cohesion", "left_entropy", "right_entropy", "accessor_variety", "score",
    "documents", "dispersion"];
  const STATES = ["all", "undecided", "accept", "reject", "edit", "new"];
  const ROW = 28;
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const size = words.length;
  const decisions = new Map(); // index of the word -> {decision, to}
  let language = data.language;
  let order = words.map((_, n) => n); // indices of the words shown, in order
  let sorted = { by: null, down: true };
  let here = 0; // place in `order`

  const $ = (id) => document.getElementById(id);
  const text = (key) => TEXTS[language][key];
  const make = (tag, content, name) => {
    const element = document.createElement(tag);
    if (content !== undefined) element.textContent = content;
    if (name) element.className = name;
    return element;
  };
  // Controls and direction overrides are shown, not obeyed.
  const visible = (string) => string.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const number = (value) => value === null ? "" : Number.isInteger(value)
    ? value.toLocaleString("en") : value.toPrecision(4);

  // ---------------------------------------------------------------- which words, in which order
  function select() {
    const wanted = $("search").value.trim().toLowerCase();
    const state = $("state").value;
    const least = (id) => $(id).value === "" ? -Infinity : Number($(id).value);
    const minCount = least("min-count"), minScore = least("min-score");
    const current = order[here];
    $("edit").hidden = true;
    order = [];
    for (let n = 0; n < size; n += 1) {
      if (wanted && !words[n].toLowerCase().includes(wanted)) continue;
      if (data.count[n] < minCount || (data.score[n] ?? -Infinity) < minScore) continue;
      const made = decisions.get(n);
      if (state === "undecided" ? made : state === "new" ? data.known[n] !== false
        : state !== "all" && (!made || made.decision !== state)) continue;
      order.push(n);
    }
    if (sorted.by) sort();
    here = Math.max(order.indexOf(current), 0);
    $("shown").textContent = text("shown")(order.length.toLocaleString("en"));
    $("space").style.height = `${order.length * ROW}px`;
    reveal();
    draw();
  }

  function sort() {
    const { by, down } = sorted;
    const sign = down ? -1 : 1;
    const compare = by === "word" ? (a, b) => sign * (words[a] < words[b] ? -1 : words[a] > words[b] ? 1 : 0)
      : by === "decision" ? (a, b) => sign * rank(a) - sign * rank(b)
      : (a, b) => sign * ((data[by][a] ?? -Infinity) - (data[by][b] ?? -Infinity));
    order.sort((a, b) => compare(a, b) || a - b);
  }
  const rank = (n) => STATES.indexOf(decisions.has(n) ? decisions.get(n).decision : "undecided");

  // ------------------------------------------------------------------------------- the table
  const pool = [];
  function paint() {
    const box = $("rows");
    const first = Math.max(Math.floor(box.scrollTop / ROW) - 4, 0);
    const needed = Math.min(Math.ceil(box.clientHeight / ROW) + 8, order.length - first);
    while (pool.length < needed) {
      const row = make("div", undefined, "row");
      row.setAttribute("role", "row");
      row.append(make("span"), make("bdi"), ...NUMBERS.map(() => make("span")), make("span"), make("bdi"));
      row.addEventListener("mousedown", () => go(Number(row.dataset.place)));
      pool.push(row);
      box.append(row);
    }
    pool.forEach((row, k) => {
      row.hidden = k >= needed;
      row.style.display = k >= needed ? "none" : "";
      if (k >= needed) return;
      const place = first + k, n = order[place], made = decisions.get(n);
      row.dataset.place = place;
      row.style.transform = `translateY(${place * ROW}px)`;
      row.classList.toggle("here", place === here);
      const cells = row.children;
      cells[0].textContent = (n + 1).toLocaleString("en");
      cells[1].textContent = visible(words[n]);
      cells[1].className = made && made.decision === "reject" ? "reject" : "";
      NUMBERS.forEach((name, c) => { cells[2 + c].textContent = number(data[name][n]); });
      const documents = cells[2 + NUMBERS.indexOf("documents")];
      documents.className = data.alone[n] ? "alone" : "";
      documents.title = data.alone[n] ? text("alone") : "";
      const known = data.known[n];
      cells[2 + NUMBERS.length].textContent = known === null ? "" : text(known ? "yes" : "no");
      cells[3 + NUMBERS.length].textContent = verdict(made);
      cells[3 + NUMBERS.length].className = made ? made.decision : "";
    });
  }
  const verdict = (made) => !made ? "" : made.decision === "edit"
    ? `${text("edit")} ${visible(made.to)}` : text(made.decision);

  function reveal() {
    const box = $("rows"), top = here * ROW;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW - box.clientHeight;
    paint();
    detail();
  }

  function go(place) {
    here = Math.min(Math.max(place, 0), Math.max(order.length - 1, 0));
    $("edit").hidden = true;
    reveal();
  }

  function detail() {
    const n = order[here];
    $("word").textContent = n === undefined ? "" : visible(words[n]);
    const made = decisions.get(n);
    $("verdict").textContent = verdict(made);
    $("verdict").className = made ? made.decision : "";
    const lines = n === undefined ? [] : data.contexts ? data.contexts[n] : null;
    $("contexts").replaceChildren(...(lines === null ? [make("div", text("none"))] : lines.map(([line, begin, end]) => {
      const element = make("div");
      element.append(make("bdi", visible(line.slice(0, begin))), make("mark", visible(line.slice(begin, end))),
        make("bdi", visible(line.slice(end))));
      return element;
    })));
  }

  // ------------------------------------------------------------------------------- decisions
  function decide(n, decision, to) {
    if (n === undefined) return;
    if (decision === null) decisions.delete(n); else decisions.set(n, to === undefined ? { decision } : { decision, to });
    keep();
    count();
  }
  function count() {
    $("progress").textContent = text("progress")(decisions.size.toLocaleString("en"), size.toLocaleString("en"));
  }
  const lines = () => [...decisions.keys()].sort((a, b) => a - b).map((n) => {
    const { decision, to } = decisions.get(n);
    return `${JSON.stringify(to === undefined ? { word: words[n], decision } : { word: words[n], decision, to })}\n`;
  }).join("");
  // Kept by the browser too, where it lets a local page do that, so that a closed tab loses nothing.
  const KEY = `newword-review-${data.key}`;
  function keep() { try { localStorage.setItem(KEY, lines()); } catch { /* the file is what counts */ } }
  function recall() { try { return localStorage.getItem(KEY) || ""; } catch { return ""; } }
  function take(content) {
    const place = new Map(words.map((word, n) => [word, n]));
    for (const line of content.split("\n")) {
      if (!line.trim()) continue;
      const { word, decision, to } = JSON.parse(line);
      if (!["accept", "reject", "edit"].includes(decision) || typeof word !== "string") throw new Error("decision");
      if (place.has(word)) decisions.set(place.get(word), decision === "edit" ? { decision, to: String(to) } : { decision });
    }
  }
  function save() {
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([lines()], { type: "application/jsonl" }));
    link.download = "decisions.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  function advance(decision) {
    const n = order[here], state = $("state").value;
    const current = decisions.get(n);
    decide(n, current && current.decision === decision ? null : decision);
    if (state === "all" || state === "new") go(here + 1); else select();
  }
  function edit() {
    if (order[here] === undefined) return;
    const made = decisions.get(order[here]);
    $("edit").hidden = false;
    $("edited").value = made && made.to !== undefined ? made.to : words[order[here]];
    $("edited").focus();
    $("edited").select();
  }

  // ---------------------------------------------------------------------------------- charts
  let bars = { low: 0, high: 1 }, dots = [];
  function colour() { return getComputedStyle(document.body).color; }
  function drawHistogram() {
    const canvas = $("histogram"), pen = canvas.getContext("2d"), BINS = 60;
    const values = data.score.filter((value) => value !== null);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    bars = { low, high: high > low ? high : low + 1 };
    const every = new Array(BINS).fill(0), chosen = new Array(BINS).fill(0);
    const bin = (value) => Math.min(Math.floor((value - bars.low) / (bars.high - bars.low) * BINS), BINS - 1);
    for (const value of values) every[bin(value)] += 1;
    for (const n of order) if (data.score[n] !== null) chosen[bin(data.score[n])] += 1;
    const most = Math.max(...every, 1), width = canvas.width / BINS;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const [counts, shade] of [[every, "#8886"], [chosen, "#2f7de1"]]) {
      pen.fillStyle = shade;
      counts.forEach((value, k) => {
        const height = value ? Math.max(Math.sqrt(value / most) * 92, 1) : 0;
        pen.fillRect(k * width + 0.5, 95 - height, width - 1, height);
      });
    }
    pen.fillStyle = colour();
    pen.font = "11px sans-serif";
    if (values.length) {
      pen.textAlign = "left"; pen.fillText(number(bars.low), 0, 108);
      pen.textAlign = "right"; pen.fillText(number(bars.high), canvas.width, 108);
    }
  }
  function drawScatter() {
    const canvas = $("scatter"), pen = canvas.getContext("2d");
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const points = order.filter((n) => data.cohesion[n] !== null && data.count[n] > 0);
    const range = (get) => points.reduce(([a, b], n) => [Math.min(a, get(n)), Math.max(b, get(n))], [Infinity, -Infinity]);
    const x = (n) => Math.log(data.count[n]), y = (n) => data.cohesion[n];
    const entropy = (n) => Math.min(data.left_entropy[n] ?? 0, data.right_entropy[n] ?? 0);
    const [x0, x1] = range(x), [y0, y1] = range(y), [, most] = range(entropy);
    const scale = (value, a, b, from, to) => from + (b > a ? (value - a) / (b - a) : 0.5) * (to - from);
    dots = points.map((n) => [scale(x(n), x0, x1, 34, 352), scale(y(n), y0, y1, 216, 8), n]);
    for (const [px, py, n] of dots) {
      pen.fillStyle = `hsl(${220 - 200 * (most > 0 ? entropy(n) / most : 0)} 75% 50% / 0.6)`;
      pen.fillRect(px - 1.5, py - 1.5, 3, 3);
    }
    const current = dots.find((dot) => dot[2] === order[here]);
    pen.strokeStyle = pen.fillStyle = colour();
    if (current) { pen.beginPath(); pen.arc(current[0], current[1], 6, 0, 7); pen.stroke(); }
    pen.font = "11px sans-serif";
    if (points.length) {
      pen.textAlign = "left"; pen.fillText(number(Math.round(Math.exp(x0))), 34, 234);
      pen.textAlign = "right"; pen.fillText(number(Math.round(Math.exp(x1))), 356, 234);
      pen.fillText(y0.toPrecision(3), 30, 218); pen.fillText(y1.toPrecision(3), 30, 16);
    }
  }
  let planned = false;
  function draw() {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; drawHistogram(); drawScatter(); });
  }
  const inside = (canvas, event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };

  // -------------------------------------------------------------------------------- the page
  function translate() {
    document.documentElement.lang = language;
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
    for (const id of ["load", "save", "language"]) $(id).textContent = text(id);
    $("search").placeholder = text("search");
    const chosen = $("state").value || data.state;
    $("state").replaceChildren(...STATES.map((state) => {
      const option = make("option", text(state));
      option.value = state;
      return option;
    }));
    $("state").value = chosen;
    $("head").replaceChildren(...["#", "word", ...NUMBERS, "known", "decision"].map((name) => {
      const arrow = sorted.by === name ? (sorted.down ? " ↓" : " ↑") : "";
      const button = make("button", (name === "#" ? "#" : text(name)) + arrow);
      button.type = "button";
      button.addEventListener("click", () => {
        if (name === "#") sorted = { by: null, down: true };
        else sorted = { by: name, down: sorted.by === name ? !sorted.down : name !== "word" };
        translate();
        here = 0;
        select();
        go(0);
      });
      return button;
    }));
    count();
  }

  const page = () => Math.max(Math.floor($("rows").clientHeight / ROW) - 1, 1);
  const KEYS = {
    ArrowDown: () => go(here + 1), j: () => go(here + 1), ArrowUp: () => go(here - 1), k: () => go(here - 1),
    PageDown: () => go(here + page()), PageUp: () => go(here - page()), Home: () => go(0), End: () => go(order.length - 1),
    a: () => advance("accept"), r: () => advance("reject"), e: edit, s: save, "/": () => $("search").focus(),
    u: () => { decide(order[here], null); select(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = ["INPUT", "SELECT"].includes(event.target.tagName);
    if (event.key === "Escape") { $("edit").hidden = true; $("rows").focus(); return; }
    if (typing) { if (event.key === "Enter" && event.target.id !== "edited") $("rows").focus(); return; }
    const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
    if (act) { event.preventDefault(); act(); draw(); }
  });
  $("edit").addEventListener("submit", (event) => {
    event.preventDefault();
    const n = order[here], to = $("edited").value.trim();
    if (to) decide(n, to === words[n] ? "accept" : "edit", to === words[n] ? undefined : to);
    $("edit").hidden = true;
    $("rows").focus();
    go(here + 1);
  });
  $("rows").addEventListener("scroll", paint);
  addEventListener("resize", paint);
  for (const id of ["search", "min-count", "min-score"]) $(id).addEventListener("input", select);
  $("state").addEventListener("change", select);
  $("save").addEventListener("click", save);
  $("load").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", async () => {
    try { take(await $("file").files[0].text()); } catch { alert(text("bad")); }
    $("file").value = "";
    keep();
    count();
    select();
  });
  $("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; translate(); select(); });
  $("histogram").addEventListener("click", (event) => {
    const [x] = inside($("histogram"), event);
    $("min-score").value = (bars.low + x / $("histogram").width * (bars.high - bars.low)).toPrecision(3);
    select();
  });
  $("scatter").addEventListener("click", (event) => {
    const [x, y] = inside($("scatter"), event);
    let best = null, least = 400;
    for (const dot of dots) {
      const distance = (dot[0] - x) ** 2 + (dot[1] - y) ** 2;
      if (distance < least) [best, least] = [dot[2], distance];
    }
    if (best !== null) { go(order.indexOf(best)); draw(); }
  });

  take(data.decisions);
  try { take(recall()); } catch { /* what another version kept */ }
  translate();
  select();
  $("rows").focus();
})();
