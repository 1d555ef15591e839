// Strings as texts write them: every spelling with its number, and passages around a sample of occurrences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newword/cutter/text_items.hpp"
#include "newword/search/string_automaton.hpp"
#include "newword/text/char_class.hpp"

namespace newword {

/// One occurrence with the text around it, byte for byte and valid UTF-8; places are code points.
struct Passage {
  std::string text;
  std::uint32_t begin, end;
  std::uint64_t document;
};

/// What the texts say about one string.
struct WrittenString {
  std::uint64_t count = 0;                                  ///< occurrences, overlapping ones included
  std::map<std::string, std::uint64_t, std::less<>> forms;  ///< its spellings; of very many the first to occur
  std::vector<Passage> passages;                            ///< an even sample, in the order of the text
};

/// Reads UTF-8, document by document, and finds strings of two and more units by the rules of docs/units.md, but keeps
/// what the counting passes fold: case, width, ignored characters, and the text between runs.
///
/// A passage ends at line ends, document ends and bytes that are no UTF-8. With `join_lines` a line end directly
/// between two Han characters is left out of the text. With `tokens` units are what stands between spaces. One thread
/// at a time.
class PassageFinder {
 public:
  static constexpr std::size_t kMostForms = 64;

  /// `sample_size`: passages to keep of each string, every 2^k-th occurrence; `around`: code points on each side.
  PassageFinder(const std::vector<std::string>& strings, std::size_t sample_size, std::size_t around, bool join_lines,
                bool tokens = false);

  /// The next bytes of the open document, cut anywhere.
  void feed(std::string_view bytes);
  void end_document();

  [[nodiscard]] std::uint64_t documents() const { return documents_; }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  /// Units of each string; 0 for one that a boundary falls into.
  [[nodiscard]] const std::vector<std::size_t>& units() const { return units_; }
  /// After the last document, once.
  [[nodiscard]] std::vector<WrittenString> take();

 private:
  struct Found {
    WrittenString result;
    std::uint64_t stride = 1;
  };
  void search(std::size_t end);
  void take_match(std::uint32_t string, std::size_t first_item, std::size_t last_item);
  void keep(std::string_view form, std::size_t begin, std::size_t end, Found& found);
  void join_lines();
  [[nodiscard]] std::size_t complete_end() const;
  [[nodiscard]] std::string_view trimmed(std::size_t begin, std::size_t end) const;

  std::size_t sample_size_, around_;
  bool join_lines_;
  BmpClasses classes_;
  ItemSplitter splitter_;
  UnitNumbers numbers_;
  std::vector<std::size_t> units_;
  std::unique_ptr<StringAutomaton> automaton_;
  std::vector<Found> found_;

  std::string text_;          ///< of the open document, what may still be needed
  std::size_t searched_ = 0;  ///< bytes of it that were
  std::size_t enough_ = 0;    ///< bytes of it that are worth a look
  std::vector<TextItem> items_;
  std::size_t items_end_ = 0;  ///< where the last of them ends; they begin at `searched_`
  bool has_units_ = false;     ///< the open document
  std::uint64_t documents_ = 0, bytes_read_ = 0;
};

}  // namespace newword
