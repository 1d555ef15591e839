// Writes an n-gram model in the ARPA format.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "newword/lm/kneser_ney.hpp"

namespace newword {

/// The text of a model, piece by piece: by order, then by code points of the units; <unk> comes first, then <s>,
/// </s> before all units. Logarithms of base 10 have 7 digits after the point; that of 0 is -99.
class ArpaWriter {
 public:
  /// `units[s - 1]` is the spelling of symbol s.
  ArpaWriter(const KneserNey& model, std::vector<std::string> units);

  /// Replaces `piece` by the next one; false when there is none. No byte depends on `threads`.
  bool next(std::string& piece, unsigned threads, JobControl& control);

 private:
  void write_head(std::string& to) const;
  void write_units(std::string& to) const;
  void write_ngrams(std::size_t first, std::size_t last, std::string& to) const;
  [[nodiscard]] const std::string& word(Symbol symbol, unsigned depth) const;

  const KneserNey& model_;
  std::vector<std::string> words_;  ///< by symbol, </s> first
  std::string begin_ = "<s>";
  unsigned order_ = 0;    ///< of the n-grams written now; 0: nothing was
  std::size_t next_ = 0;  ///< of them
};

/// Appends log10(x) for 0 <= x <= 1; the same characters on every processor.
void append_log10(std::string& to, double x);

}  // namespace newword
