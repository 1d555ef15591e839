// One pass over the text that reports where each string ends, and in which document.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/search/string_automaton.hpp"
#include "newword/search/string_trie.hpp"
#include "newword/text/document_ends.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// A string that was met.
struct Meeting {
  std::uint32_t string;
  std::size_t place;           ///< of its last symbol
  std::size_t document;        ///< number
  std::size_t document_begin;  ///< first place of the document
};

/// Looks for strings of two and more symbols, overlapping occurrences included.
class DocumentScan {
 public:
  DocumentScan(const Text& text, const DocumentEnds& documents, const std::vector<std::vector<Symbol>>& strings)
      : text_(text), documents_(documents), short_(strings), long_(long_ones(strings)) {
    for (const auto& string : strings) longest_ = std::max(longest_, string.size());
  }

  /// Symbols and boundaries, the one before the text left out.
  [[nodiscard]] std::size_t places() const { return text_.size() - 1; }

  /// Calls tell(worker, meeting) for all that ends in the share of each worker, those of one string in the
  /// order of the text; and expect(worker, string) some time before, so that what belongs to it can be fetched.
  template <class Expect, class Tell>
  void run(unsigned threads, JobControl& control, const Expect& expect, const Tell& tell) const {
    control.expect(places());
    run_workers(threads, control, [&](unsigned worker) {
      std::vector<Met> met;
      const std::size_t to = share_begin(places(), worker + 1, threads);
      for (std::size_t i = share_begin(places(), worker, threads); i < to; i += kStride) {
        const std::size_t end = std::min(to, i + kStride);
        control.check();
        met.clear();
        text_.visit([&](auto symbols) { collect(symbols.data(), i, end, met); });
        text_.release(i, end);
        hand_on(
            met, i, [&](std::uint32_t string) { expect(worker, string); },
            [&](const Meeting& meeting) { tell(worker, meeting); });
        control.advance(end - i);
      }
    });
  }

 private:
  static constexpr std::size_t kStride = 1 << 14;
  static constexpr std::size_t kAhead = 16;

  /// A string, and the place of its last symbol.
  struct Met {
    std::uint32_t string;
    std::size_t place;
  };

  static std::vector<std::vector<Symbol>> long_ones(std::vector<std::vector<Symbol>> strings) {
    for (auto& string : strings) {
      if (string.size() <= StringTrie::kLongest) string.clear();
    }
    return strings;
  }

  /// What ends at from..to, in the order of the text for each string. Nothing ends at the last boundary.
  template <class Number>
  void collect(const Number* text, std::size_t from, std::size_t to, std::vector<Met>& met) const {
    const auto add = [&](std::uint32_t string, std::size_t place) {
      if (place >= from && place < to) met.push_back({string, place});
    };
    const std::size_t reach = std::min(longest_, StringTrie::kLongest);
    for (std::size_t begin = from - std::min(from, reach); begin < to; begin += StringTrie::kWindow) {
      short_.meet(text, begin, std::min(to, begin + StringTrie::kWindow), add);
    }
    if (longest_ <= StringTrie::kLongest) return;
    StringAutomaton::State state = StringAutomaton::kStart;
    for (std::size_t i = from - std::min(from, longest_); i < to; ++i) {
      if (state == StringAutomaton::kStart && !long_.may_begin(text[i], text[i + 1])) continue;
      state = long_.next(state, text[i]);
      long_.each_end(state, [&](std::uint32_t string) { add(string, i); });
    }
  }

  template <class Expect, class Tell>
  void hand_on(const std::vector<Met>& met, std::size_t from, const Expect& expect, const Tell& tell) const {
    const std::size_t first_document = documents_.number_of(from);
    Meeting meeting{0, 0, first_document, begin_of(first_document)};
    std::size_t document_end = end_of(first_document);
    for (std::size_t k = 0; k < met.size(); ++k) {
      if (k + kAhead < met.size()) expect(met[k + kAhead].string);
      meeting.string = met[k].string;
      meeting.place = met[k].place;
      if (meeting.place < meeting.document_begin) {  // the next symbol's turn, which begins the window again
        meeting.document = documents_.number_of(meeting.place);
        meeting.document_begin = begin_of(meeting.document);
        document_end = end_of(meeting.document);
      }
      while (meeting.place >= document_end) {
        meeting.document_begin = document_end;
        document_end = end_of(++meeting.document);
      }
      tell(meeting);
    }
  }

  [[nodiscard]] std::size_t begin_of(std::size_t document) const {
    return document == 0 ? 0 : documents_.end_of(document - 1);
  }
  [[nodiscard]] std::size_t end_of(std::size_t document) const {
    return document < documents_.size() ? documents_.end_of(document) : text_.size();
  }

  const Text& text_;
  const DocumentEnds& documents_;
  const StringTrie short_;
  const StringAutomaton long_;  ///< of the others
  std::size_t longest_ = 0;
};

}  // namespace newword
