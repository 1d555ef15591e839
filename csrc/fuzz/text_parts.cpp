// A text in parts, as several machines have it: counted and cut part by part against the whole at once.
#include <algorithm>
#include <memory>

#include "../tests/digest.hpp"
#include "corpus_text.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/ngrams/score.hpp"
#include "newword/parts/part_counter.hpp"
#include "newword/parts/window_sender.hpp"

namespace {

using namespace newword;

/// At most four parts, each of whole documents.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = parts.size() == 3 ? text.size() : std::min(text.find('\x1e', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

struct Plan {
  unsigned max_order;
  Count min_count, most;  ///< windows of a part of the n-grams
};

/// The windows of a part of the text, by the part of the n-grams that counts them.
void send(std::string_view text, const Session& whole, const Plan& plan, std::vector<std::vector<std::string>>& blobs) {
  const fuzz::MemoryFile file;
  file.replace(fuzz::count_file_of(text, plan.max_order + 1));
  std::vector<Symbol> symbol_of = {kBoundary};
  const CountFileReader counts(file.path());
  for (const SymbolForms& symbol : counts.header().symbols) {
    symbol_of.push_back(whole.text().alphabet().find(symbol.folded));
  }
  WindowSender sender(file.path(), symbol_of, whole.text().histogram(), plan.min_count, plan.most);
  for (std::vector<PartBlob> sent; !(sent = sender.next(64)).empty();) {
    for (auto& [part, blob] : sent) blobs.at(part).push_back(std::move(blob));
  }
}

NgramTable count_in_parts(const std::vector<std::string_view>& texts, Session& whole, const Plan& plan) {
  const std::vector<Count>& histogram = whole.text().histogram();
  const WindowParts parts(histogram, plan.min_count, plan.most);
  std::vector<std::vector<std::string>> blobs(parts.all().size());
  for (const std::string_view text : texts) send(text, whole, plan, blobs);
  JobControl control;
  std::vector<CountedPart> counted;
  for (std::size_t p = 0; p < blobs.size(); ++p) {
    counted.push_back(count_part(blobs[p], parts.all()[p], histogram, plan.max_order, plan.min_count, control));
  }
  NgramTable table =
      join_parts(parts.all(), std::move(counted), histogram.size() - 1, plan.max_order, whole.units(), 1, {}, control);
  add_cohesion(table, 1, {}, control);
  return table;
}

/// The sums of a pass over all parts; `pass` gives those of one.
template <class Pass>
Sums sum_over(const std::vector<std::string_view>& texts, Session& whole, const Pass& pass) {
  Sums sums;
  for (const std::string_view text : texts) {
    Session part(1, {});
    fuzz::feed(part, text);
    seal_as(part, surface_counts(whole));
    part.adopt_table(whole.table());
    const Sums found = pass(part);
    sums.resize(std::max(sums.size(), found.size()));
    for (std::size_t i = 0; i < found.size(); ++i) sums[i] += found[i];
  }
  return sums;
}

test::Numbers numbers_of(const TagPosteriors& tags) {
  test::Numbers found;
  for (const Columns* columns : {&tags.words, &tags.expected, &tags.left, &tags.right, &tags.joined})
    test::add_columns(found, *columns);
  return found;
}

void check_tags(const std::vector<std::string_view>& texts, Session& whole) {
  constexpr TagWeights kWeights = {
      {{1, 0, 0, 0, 0, 0, -.8}, {0, 1, 0, 0, 0, 0, -2}, {0, 0, 1, 0, 0, 0, -2}, {0, 0, 1, 0, 0, 0, -3}}};
  const Sums sums = sum_over(texts, whole, [&](Session& part) { return sum_tags(part, kWeights); });
  FUZZ_CHECK(numbers_of(finish_tags(whole, sums)) == numbers_of(find_tag_posteriors(whole, kWeights)));
}

test::Numbers numbers_of(const Segmentation& cut) {
  test::Numbers found = {static_cast<double>(cut.words)};
  test::add_columns(found, cut.count);
  test::add_edges(found, cut.edges);
  return found;
}

/// The most probable cut, words as probable as they are frequent.
void check_cuts(const std::vector<std::string_view>& texts, Session& whole) {
  const NgramTable& table = *whole.table();
  Columns chances(table.max_order() + 1);
  for (unsigned order = 1; order <= table.max_order(); ++order) {
    for (std::size_t i = 0; i < table.level(order).size(); ++i) {
      chances[order].push_back(static_cast<double>(table.level(order).count[i]) /
                               static_cast<double>(2 * table.units()));
    }
  }
  const Sums sums = sum_over(texts, whole, [&](Session& part) { return sum_cuts(part, chances, 1e-9); });
  FUZZ_CHECK(numbers_of(finish_cuts(whole, sums)) == numbers_of(segment(whole, chances, 1e-9, false)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const unsigned choice = input.byte();
  const Plan plan = {2 + input.below(5), 1 + input.below(3), 1u + input.byte()};
  const std::string_view text = input.rest();
  const std::vector<std::string_view> texts = parts_of(text);
  Session whole(1, {});
  for (const std::string_view part : texts) fuzz::feed(whole, part);
  (void)count_ngrams(whole, plan.max_order, plan.min_count, 1 << 12);
  if (whole.units() == 0) return 0;
  switch (choice % 4) {
    case 0:
      check_tags(texts, whole);
      break;
    case 1:
      check_cuts(texts, whole);
      break;
    default:
      FUZZ_CHECK(fuzz::same_tables(count_in_parts(texts, whole, plan), *whole.table()));
  }
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  const std::string text = "机器学习，机器翻译\x1e学习机器学习，aB 机器\x1e机器机器机器\x1e一二三一二";
  std::vector<std::string> all;
  for (const char choice : {0, 1, 2}) {
    for (const char most : {0, 3, 127}) all.push_back(std::string({choice, 3, 1, most}) + text);
  }
  return all;
}
std::vector<std::string> tokens() {
  std::vector<std::string> all = text_tokens();
  all.insert(all.end(), 8, "\x1e");
  return all;
}
}  // namespace newword::fuzz
