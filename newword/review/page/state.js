// ------------------------------------------------------------- words, decisions, what is listed
const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;
const size = words.length;
const ORDERS = ["list", "importance", "suggested"]; // that can be chosen, not counting columns
const STATES = ["all", "undecided", "accept", "reject", "edit", "new"];
const decisions = new Map(); // index of a word -> {decision, to}
const history = []; // steps, each a list of [index, decision before]
const selected = new Set(); // indices
let language = data.language;
let order = words.map((_, n) => n); // indices of the words listed, in order
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
  ? value.toLocaleString("en") : value.toPrecision(3);
const whole = (value) => value.toLocaleString("en");

// The kinds of the words, the commonest first.
const KINDS = [...(data.kind ?? []).reduce((counts, kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1), new Map())]
  .sort((a, b) => b[1] - a[1]);

// The uses that a decision is expected to set right: a word of probability p is wrongly listed or wrongly left out
// with the smaller of p and 1 - p, each time it occurs. Scores that are no probabilities suggest nothing.
const isProbability = data.score.every((p) => p === null || (p >= 0 && p <= 1));
function worth(n) {
  const p = data.score[n];
  return isProbability && p !== null ? data.count[n] * Math.min(p, 1 - p) : data.count[n];
}
const rank = (n) => STATES.indexOf(decisions.has(n) ? decisions.get(n).decision : "undecided");

function compareBy(by) {
  if (by === "word") return (a, b) => words[a] < words[b] ? -1 : words[a] > words[b] ? 1 : 0;
  if (by === "decision") return (a, b) => rank(a) - rank(b);
  if (by === "suggested") return (a, b) => worth(a) - worth(b);
  const column = data[by];
  if (typeof column.find((value) => value !== null) === "string") {
    return (a, b) => (column[a] ?? "").localeCompare(column[b] ?? "");
  }
  return (a, b) => (column[a] ?? -Infinity) - (column[b] ?? -Infinity);
}

function wantedOrder() {
  const wanted = $("search").value.trim().toLowerCase();
  const state = $("state").value, kind = $("kind").value === "any" ? "" : $("kind").value;
  const least = (id) => $(id).value === "" ? -Infinity : Number($(id).value);
  const minCount = least("min-count"), minScore = least("min-score");
  const found = [];
  for (let n = 0; n < size; n += 1) {
    if (wanted && !words[n].toLowerCase().includes(wanted)) continue;
    if (data.count[n] < minCount || (data.score[n] ?? -Infinity) < minScore) continue;
    if (kind && data.kind[n] !== kind) continue;
    const made = decisions.get(n);
    if (state === "undecided" ? made : state === "new" ? data.known[n] !== false
      : state !== "all" && (!made || made.decision !== state)) continue;
    found.push(n);
  }
  if (sorted.by) {
    const compare = compareBy(sorted.by), sign = sorted.down ? -1 : 1;
    found.sort((a, b) => sign * compare(a, b) || a - b);
  }
  return found;
}

// ------------------------------------------------------------------------------- decisions
function record(changes) {
  if (!changes.length) return;
  history.push(changes.map(([n]) => [n, decisions.get(n)]));
  for (const [n, made] of changes) if (made) decisions.set(n, made); else decisions.delete(n);
  keep();
}
function undo() {
  const step = history.pop();
  if (!step) return null;
  for (const [n, before] of step) if (before) decisions.set(n, before); else decisions.delete(n);
  keep();
  return step;
}
const lines = () => [...decisions.keys()].sort((a, b) => a - b).map((n) => {
  const { decision, to } = decisions.get(n);
  return `${JSON.stringify(to === undefined ? { word: words[n], decision } : { word: words[n], decision, to })}\n`;
}).join("");
// Kept by the browser too, where it lets a local page do that, so that a closed tab loses nothing.
const KEY = `newword-review-${data.key}`;
// Not at every decision: of many, that takes longer than the next one.
let keeping = null;
function keep() { clearTimeout(keeping); keeping = setTimeout(keepNow, 300); }
function keepNow() {
  if (keeping === null) return;
  clearTimeout(keeping);
  keeping = null;
  try { localStorage.setItem(KEY, lines()); } catch { /* the file is what counts */ }
}
addEventListener("pagehide", keepNow);
addEventListener("visibilitychange", keepNow);
function recall() { try { return localStorage.getItem(KEY) || ""; } catch { return ""; } }
function take(content) {
  const place = new Map(words.map((word, n) => [word, n]));
  const found = [];
  for (const line of content.split("\n")) {
    if (!line.trim()) continue;
    const { word, decision, to } = JSON.parse(line);
    if (!["accept", "reject", "edit"].includes(decision) || typeof word !== "string") throw new Error("decision");
    if (place.has(word)) found.push([place.get(word), decision === "edit" ? { decision, to: String(to) } : { decision }]);
  }
  return found;
}

// ------------------------------------------------------------------------------------ files
function offer(content, name, type) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
const save = () => offer(lines(), "decisions.jsonl", "application/jsonl");
const accepted = () => [...decisions.keys()].sort((a, b) => a - b)
  .filter((n) => decisions.get(n).decision !== "reject")
  .map((n) => ({ word: decisions.get(n).to ?? words[n], count: data.count[n], score: data.score[n] }));
// A cell that a spreadsheet would take for a formula begins with an apostrophe.
const cell = (string) => {
  const safe = /^[=+\-@\t\r\n\0＝＋－＠]/.test(string) ? `'${string}` : string;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe;
};
const WRITERS = {
  txt: (found) => found.map(({ word }) => `${word}\n`).join(""),
  csv: (found) => `\ufeffword,count,score\r\n${
    found.map(({ word, count, score }) => `${cell(word)},${count},${score ?? ""}\r\n`).join("")}`,
  jsonl: (found) => found.map((row) => `${JSON.stringify(row)}\n`).join(""),
};
