#include "newword/search/passage_finder.hpp"

#include <algorithm>
#include <span>

#include "newword/cutter/text_pieces.hpp"
#include "newword/text/joining.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

constexpr std::size_t kEnough = std::size_t{1} << 18;

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

Utf8Step decode(std::string_view text) {
  return decode_utf8(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

/// The line end that a text begins with, in bytes; 0 if it does not.
std::size_t line_end_size(std::string_view text) {
  if (text.starts_with("\r\n")) return 2;
  const Utf8Step step = decode(text);
  return step.ok && char_class(step.code_point) == CharClass::kLineEnd ? step.length : 0;
}

/// The class of the first character that is not ignored; kIgnored if there is none.
CharClass first_class(std::string_view text) {
  while (!text.empty()) {
    const Utf8Step step = decode(text);
    const CharClass kind = step.ok ? char_class(step.code_point) : CharClass::kBreak;
    if (kind != CharClass::kIgnored) return kind;
    text.remove_prefix(step.length);
  }
  return CharClass::kIgnored;
}

}  // namespace

PassageFinder::PassageFinder(const std::vector<std::string>& strings, std::size_t sample_size, std::size_t around,
                             bool join_lines, bool tokens)
    : sample_size_(sample_size),
      around_(around),
      join_lines_(join_lines),
      splitter_(classes_, tokens),
      found_(strings.size()),
      enough_(kEnough) {
  std::vector<std::vector<Symbol>> symbols(strings.size());
  for (std::size_t s = 0; s < strings.size(); ++s) {
    splitter_.split_and_intern(reinterpret_cast<const std::uint8_t*>(strings[s].data()), strings[s].size(), numbers_,
                               items_);
    const bool is_run = std::all_of(items_.begin(), items_.end(),
                                    [](const TextItem& item) { return item.kind == TextItem::Kind::kUnit; });
    if (is_run)
      std::transform(items_.begin(), items_.end(), std::back_inserter(symbols[s]),
                     [](const TextItem& item) { return item.unit; });
    units_.push_back(symbols[s].size());
  }
  automaton_ = std::make_unique<StringAutomaton>(symbols);
}

void PassageFinder::feed(std::string_view bytes) {
  bytes_read_ += bytes.size();
  text_ += bytes;
  if (text_.size() - searched_ < enough_) return;
  if (join_lines_) join_lines();
  const std::size_t end = complete_end();
  if (end <= searched_) {
    enough_ *= 2;  // one run without an end: look again when there is twice as much
    return;
  }
  search(end);
  enough_ = kEnough;
  // What passages to come may show on their left stays.
  std::size_t begin = end - std::min(end, 4 * around_);
  while (begin < end && !begins_character(text_[begin])) ++begin;
  text_.erase(0, begin);
  searched_ = end - begin;
}

void PassageFinder::end_document() {
  if (join_lines_) join_lines();
  search(text_.size());
  documents_ += has_units_;
  has_units_ = false;
  text_.clear();
  searched_ = 0;
  enough_ = kEnough;
}

std::vector<WrittenString> PassageFinder::take() {
  std::vector<WrittenString> results;
  results.reserve(found_.size());
  for (Found& found : found_) results.push_back(std::move(found.result));
  return results;
}

/// The last place up to which nothing that is still to come changes units, matches or passages.
std::size_t PassageFinder::complete_end() const {
  const std::size_t line = text_.find_last_of('\n');
  // Whether a line is joined to the next one is known when that has begun; joining looks at all that is here.
  if (line != std::string::npos && line + 1 > searched_ && !join_lines_) return line + 1;
  const std::size_t reach = 4 * around_ + 8;
  if (text_.size() < searched_ + reach) return searched_;
  std::size_t limit = text_.size() - reach;
  while (limit > searched_ && !begins_character(text_[limit])) --limit;
  std::vector<TextItem> items;
  const std::string_view open = std::string_view(text_).substr(searched_, limit - searched_);
  ItemSplitter(splitter_).split(reinterpret_cast<const std::uint8_t*>(open.data()), open.size(), numbers_, items);
  return searched_ + safe_end_of(open, items);
}

/// Finds the strings between what was searched and `end`.
void PassageFinder::search(std::size_t end) {
  if (end <= searched_) return;
  splitter_.split(reinterpret_cast<const std::uint8_t*>(text_.data()) + searched_, end - searched_, numbers_, items_);
  items_end_ = end;
  StringAutomaton::State state = StringAutomaton::kStart;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].kind != TextItem::Kind::kUnit) {
      state = StringAutomaton::kStart;
      continue;
    }
    has_units_ = true;
    state = automaton_->next(state, items_[i].unit);
    automaton_->each_end(state, [&](std::uint32_t string) { take_match(string, i + 1 - units_[string], i); });
  }
  searched_ = end;
}

void PassageFinder::take_match(std::uint32_t string, std::size_t first_item, std::size_t last_item) {
  // The first item begins at 0 whatever is ignored before it, and each holds the ignored characters behind it.
  const std::size_t begin = searched_ + items_[first_item].begin;
  const std::size_t end = last_item + 1 < items_.size() ? searched_ + items_[last_item + 1].begin : items_end_;
  const std::string_view form = trimmed(begin, end);
  Found& found = found_[string];
  auto& forms = found.result.forms;
  const auto known = forms.find(form);
  if (known != forms.end()) {
    ++known->second;
  } else if (forms.size() < kMostForms) {
    forms.emplace(form, 1);
  }
  const auto from = static_cast<std::size_t>(form.data() - text_.data());
  keep(form, from, from + form.size(), found);
  ++found.result.count;
}

/// Keeps an even sample of a stream of unknown length.
void PassageFinder::keep(std::string_view form, std::size_t begin, std::size_t end, Found& found) {
  auto& kept = found.result.passages;
  if (sample_size_ == 0 || found.result.count % found.stride != 0) return;
  if (kept.size() == sample_size_) {
    for (std::size_t i = 1; 2 * i < kept.size(); ++i) kept[i] = std::move(kept[2 * i]);
    kept.resize((kept.size() + 1) / 2);
    found.stride *= 2;
    if (found.result.count % found.stride != 0) return;
  }
  const std::string_view text = text_;
  std::size_t first = begin, last = end;
  for (std::size_t n = 0; n < around_ && first > 0; ++n) {
    std::size_t before = first - 1;
    while (before > 0 && !begins_character(text[before])) --before;
    const Utf8Step step = decode(text.substr(before));
    if (!step.ok || before + step.length != first || char_class(step.code_point) == CharClass::kLineEnd) break;
    first = before;
  }
  for (std::size_t n = 0; n < around_ && last < text.size(); ++n) {
    const Utf8Step step = decode(text.substr(last));
    if (!step.ok || char_class(step.code_point) == CharClass::kLineEnd) break;
    last += step.length;
  }
  const auto place = static_cast<std::uint32_t>(characters(text.substr(first, begin - first)));
  const auto size = static_cast<std::uint32_t>(characters(form));
  kept.push_back({std::string(text.substr(first, last - first)), place, place + size, documents_});
}

/// Without the ignored characters at both ends, and the spaces behind the last token.
std::string_view PassageFinder::trimmed(std::size_t begin, std::size_t end) const {
  const std::string_view text = text_;
  while (begin < end) {
    const Utf8Step step = decode(text.substr(begin, end - begin));
    if (!step.ok || char_class(step.code_point) != CharClass::kIgnored) break;
    begin += step.length;
  }
  while (begin < end) {
    std::size_t before = end - 1;
    while (before > begin && !begins_character(text[before])) --before;
    const Utf8Step step = decode(text.substr(before, end - before));
    const bool is_dropped = char_class(step.code_point) == CharClass::kIgnored || is_joinable_space(step.code_point);
    if (!step.ok || !is_dropped) break;
    end = before;
  }
  return text.substr(begin, end - begin);
}

/// Leaves out the line ends between two characters of unspaced scripts in what was not searched.
void PassageFinder::join_lines() {
  std::string joined = text_.substr(0, searched_);
  CharClass before = CharClass::kBreak;
  for (std::size_t i = searched_; i < text_.size();) {
    const std::string_view rest = std::string_view(text_).substr(i);
    if (const std::size_t size = line_end_size(rest); size > 0) {
      const bool may_join = is_unsegmented(before);
      if (may_join && is_unsegmented(first_class(rest.substr(size)))) {
        i += size;
        continue;
      }
    }
    const Utf8Step step = decode(rest);
    const CharClass kind = step.ok ? char_class(step.code_point) : CharClass::kBreak;
    if (kind != CharClass::kIgnored) before = kind;
    joined += rest.substr(0, step.length);
    i += step.length;
  }
  text_ = std::move(joined);
}

}  // namespace newword
