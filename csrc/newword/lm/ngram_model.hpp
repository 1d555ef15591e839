// A backoff n-gram model in memory, and the probabilities that it gives.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "newword/base/hash_seed.hpp"
#include "newword/base/raw_buffer.hpp"
#include "newword/cutter/text_items.hpp"
#include "newword/text/char_class.hpp"

namespace newword {

/// Number of a token of a model.
using Token = std::uint32_t;

/// The content of a model, as arrays with other owners.
struct ModelArrays {
  unsigned order = 0;
  std::uint64_t unigrams = 0, longer = 0;       ///< tokens and longer n-grams that there is room for
  std::uint64_t multiplier = 0;                 ///< of the hash of the table, which differs between processes
  bool has_unknown = false;                     ///< whether <unk> was added
  std::string tokens;                           ///< from number 1 on, a line feed behind each
  std::span<const std::uint64_t> keys;          ///< of the table, as they lie there
  std::span<const float> probability, backoff;  ///< by node
};

/// Tokens and n-grams by their beginnings: an n-gram is found from the one without its last token. Adding is for one
/// thread; const members are thread-safe once everything was added.
///
/// Probabilities are logarithms of base 10. The model is expected to be closed, as those that toolkits write are:
/// where an n-gram is missing, so is every longer one that ends in it.
class NgramModel {
 public:
  using Node = std::uint32_t;
  static constexpr Node kNone = UINT32_MAX;
  static constexpr unsigned kMaxOrder = 16;

  /// The last tokens that matter, as n-grams: node k is that of the last k + 1 tokens. Empty at the start.
  struct State {
    unsigned size = 0;
    std::array<Node, kMaxOrder> nodes;
  };

  /// Makes room for this many n-grams by order from 1; at least one order, at most kMaxOrder.
  explicit NgramModel(const std::vector<std::uint64_t>& sizes);

  /// A copy of the model that arrays() is of; std::invalid_argument when they are those of none.
  explicit NgramModel(const ModelArrays& arrays);
  /// The same for all models that were made alike in a process; they live as long as the model does.
  [[nodiscard]] ModelArrays arrays() const;

  /// Adds a token; false when it is there. <unk> gets -100 unless it is added.
  bool add_token(const std::string& token, float probability, float backoff);
  /// Adds an n-gram of two and more tokens; false when it is there or there is no room for more.
  bool add(Node beginning, Token last, float probability, float backoff);
  /// kNone if it is not there.
  [[nodiscard]] Token token(const std::string& text) const;
  [[nodiscard]] Node longer(Node beginning, Token last) const;

  [[nodiscard]] unsigned order() const { return order_; }
  [[nodiscard]] std::size_t size() const { return nodes_; }
  [[nodiscard]] Token unknown() const { return kUnknown; }
  /// kNone when the model has none.
  [[nodiscard]] Token begin_mark() const { return begin_mark_; }
  [[nodiscard]] Token end_mark() const { return end_mark_; }
  /// The token of a unit of a text that was split with numbers().
  [[nodiscard]] Token of_unit(std::uint32_t number) const { return tokens_of_units_[number]; }
  [[nodiscard]] const UnitNumbers& numbers() const { return numbers_; }
  [[nodiscard]] const BmpClasses& classes() const { return classes_; }

  [[nodiscard]] double backoff(Node node) const { return backoff_[node]; }
  /// The state at the start of a sentence: after <s>, if the model has it.
  [[nodiscard]] State sentence_begin() const;
  /// The logarithm of P(token | state), and the state behind it. With `by_length`, also those given the last 0, 1 ...
  /// state.size tokens alone.
  double advance(State& state, Token token, double* by_length = nullptr) const;

 private:
  static constexpr std::uint64_t kFree = UINT64_MAX;

  NgramModel(unsigned order, std::uint64_t unigrams, std::uint64_t longer);
  static std::uint64_t key_of(Node beginning, Token last) { return std::uint64_t{beginning} << 32 | last; }
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const;

  unsigned order_;
  std::size_t unigrams_;  ///< room for; nodes below are tokens, those from it on are places of the table
  std::size_t nodes_ = 0, longer_, room_;  ///< n-grams; those of two and more tokens that there was, is room for
  std::unordered_map<std::string, Token, StringHash> tokens_;
  std::uint64_t multiplier_ = hash_seed().multiplier;
  RawBuffer<std::uint64_t> keys_;
  RawBuffer<float> probability_, backoff_;  ///< by node
  static constexpr Token kUnknown = 0;
  bool has_unknown_ = false;
  Token next_token_ = 1, begin_mark_ = kNone, end_mark_ = kNone;
  BmpClasses classes_;
  UnitNumbers numbers_;
  std::vector<Token> tokens_of_units_;  ///< by number, which is 0 for a unit without
};

/// What a model says of texts; logarithms of base 10.
struct TextScore {
  std::uint64_t sentences = 0;
  std::uint64_t tokens = 0;   ///< units and </s>
  std::uint64_t unknown = 0;  ///< tokens that the model lacks
  double logarithm = 0, logarithm_of_unknown = 0;
};

/// Adds the score of all runs of a UTF-8 text; with `marks` each between <s> and </s>. Thread-safe.
void score_text(const NgramModel& model, std::string_view text, bool marks, TextScore& score);

}  // namespace newword
