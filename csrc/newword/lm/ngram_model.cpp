#include "newword/lm/ngram_model.hpp"

#include <algorithm>
#include <stdexcept>

#include "newword/system/errors.hpp"

namespace newword {

namespace {

constexpr float kWithoutUnknown = -100;  // as KenLM has it

std::uint64_t longer_of(const std::vector<std::uint64_t>& sizes) {
  std::uint64_t longer = 0;
  for (std::size_t k = 1; k < sizes.size(); ++k) longer = checked_add(longer, sizes[k]);
  return longer;
}

}  // namespace

NgramModel::NgramModel(const std::vector<std::uint64_t>& sizes)
    : NgramModel(static_cast<unsigned>(sizes.size()), sizes.empty() ? 0 : sizes[0], longer_of(sizes)) {}

NgramModel::NgramModel(unsigned order, std::uint64_t unigrams, std::uint64_t longer)
    : order_(order), longer_(narrow<std::size_t>(longer)), room_(longer_), tokens_of_units_(1, kUnknown) {
  if (order == 0 || order > kMaxOrder) throw std::invalid_argument("a model has 1 to 16 orders");
  unigrams_ = narrow<std::size_t>(checked_add(unigrams, 1));
  const std::size_t places = narrow<std::size_t>(checked_add(longer, longer / 3 + 1));
  const std::size_t nodes = narrow<std::uint32_t>(checked_add(unigrams_, places));
  keys_.resize(places);
  std::fill_n(keys_.data(), places, kFree);
  for (RawBuffer<float>* values : {&probability_, &backoff_}) {
    values->resize(nodes);
    std::fill_n(values->data(), nodes, 0.0F);
  }
  tokens_.reserve(unigrams_);
  probability_[kUnknown] = kWithoutUnknown;
  tokens_.emplace("<unk>", kUnknown);
}

NgramModel::NgramModel(const ModelArrays& arrays) : NgramModel(arrays.order, arrays.unigrams, arrays.longer) {
  const std::size_t nodes = probability_.size();
  if (arrays.keys.size() != keys_.size() || arrays.probability.size() != nodes || arrays.backoff.size() != nodes) {
    throw std::invalid_argument("arrays of no model: their lengths differ");
  }
  if (arrays.has_unknown) (void)add_token("<unk>", arrays.probability[kUnknown], arrays.backoff[kUnknown]);
  std::string_view rest = arrays.tokens;
  for (std::size_t end; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
    const Token number = std::min<Token>(next_token_, static_cast<Token>(unigrams_ - 1));
    if (!add_token(std::string(rest.substr(0, end)), arrays.probability[number], arrays.backoff[number])) {
      throw std::invalid_argument("arrays of no model: a token is there twice, or there are too many");
    }
  }
  const auto used = arrays.keys.size() - static_cast<std::size_t>(std::ranges::count(arrays.keys, kFree));
  if (used > longer_ || !rest.empty()) throw std::invalid_argument("arrays of no model: they hold too much");
  multiplier_ = arrays.multiplier;
  room_ -= used;
  nodes_ += used;
  std::ranges::copy(arrays.keys, keys_.data());
  std::ranges::copy(arrays.probability.subspan(unigrams_), probability_.data() + unigrams_);
  std::ranges::copy(arrays.backoff.subspan(unigrams_), backoff_.data() + unigrams_);
}

ModelArrays NgramModel::arrays() const {
  std::vector<std::string_view> by_number(unigrams_);
  for (const auto& [text, number] : tokens_) by_number[number] = text;
  ModelArrays arrays{order_,       unigrams_ - 1,       longer_,        multiplier_, has_unknown_, {},
                     keys_.span(), probability_.span(), backoff_.span()};
  for (Token number = 1; number < next_token_; ++number) (arrays.tokens += by_number[number]) += '\n';
  return arrays;
}

bool NgramModel::add_token(const std::string& token, float probability, float backoff) {
  if (token == "<unk>" || token == "<UNK>") {
    if (has_unknown_) return false;
    has_unknown_ = true;
    tokens_.emplace(token, kUnknown);
    probability_[kUnknown] = probability;
    backoff_[kUnknown] = backoff;
    ++nodes_;
    return true;
  }
  if (next_token_ == unigrams_ || !tokens_.emplace(token, next_token_).second) return false;
  const Token number = next_token_++;
  ++nodes_;
  probability_[number] = probability;
  backoff_[number] = backoff;
  if (token == "<s>") {
    begin_mark_ = number;
  } else if (token == "</s>") {
    end_mark_ = number;
  } else {
    std::vector<TextItem> items;
    ItemSplitter(classes_).split_and_intern(reinterpret_cast<const std::uint8_t*>(token.data()), token.size(), numbers_,
                                            items);
    tokens_of_units_.resize(numbers_.size() + 1, kUnknown);
    if (items.size() == 1 && items[0].kind == TextItem::Kind::kUnit && tokens_of_units_[items[0].unit] == kUnknown) {
      tokens_of_units_[items[0].unit] = number;
    }
  }
  return true;
}

std::size_t NgramModel::place_of(std::uint64_t key) const {
  std::uint64_t hash = key * multiplier_;
  hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93u;
  hash ^= hash >> 32;
  auto place = static_cast<std::size_t>(((hash & 0xFFFFFFFF) * keys_.size()) >> 32);
  while (keys_[place] != kFree && keys_[place] != key) place = place + 1 == keys_.size() ? 0 : place + 1;
  return place;
}

bool NgramModel::add(Node beginning, Token last, float probability, float backoff) {
  if (room_ == 0) return false;
  const std::uint64_t key = key_of(beginning, last);
  const std::size_t place = place_of(key);
  if (keys_[place] == key) return false;
  keys_[place] = key;
  probability_[unigrams_ + place] = probability;
  backoff_[unigrams_ + place] = backoff;
  --room_;
  ++nodes_;
  return true;
}

Token NgramModel::token(const std::string& text) const {
  const auto place = tokens_.find(text);
  return place == tokens_.end() ? kNone : place->second;
}

NgramModel::Node NgramModel::longer(Node beginning, Token last) const {
  const std::size_t place = place_of(key_of(beginning, last));
  return keys_[place] == kFree ? kNone : static_cast<Node>(unigrams_ + place);
}

NgramModel::State NgramModel::sentence_begin() const {
  State state;
  if (begin_mark_ != kNone) state.nodes[state.size++] = begin_mark_;
  return state;
}

double NgramModel::advance(State& state, Token token, double* by_length) const {
  State next;
  double p = probability_[token];
  if (by_length != nullptr) by_length[0] = p;
  if (order_ > 1) next.nodes[next.size++] = token;
  bool is_there = true;
  for (unsigned k = 0; k < state.size; ++k) {
    const Node node = is_there ? longer(state.nodes[k], token) : kNone;
    is_there = node != kNone;
    p = is_there ? probability_[node] : p + backoff_[state.nodes[k]];
    if (is_there && next.size + 1 < order_) next.nodes[next.size++] = node;
    if (by_length != nullptr) by_length[k + 1] = p;
  }
  state = next;
  return p;
}

void score_text(const NgramModel& model, std::string_view text, bool marks, TextScore& score) {
  std::vector<TextItem> items;
  ItemSplitter(model.classes())
      .split(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), model.numbers(), items);
  NgramModel::State state;
  bool is_open = false;
  const auto add = [&](Token token) {
    const double p = model.advance(state, token);
    ++score.tokens;
    score.logarithm += p;
    if (token == model.unknown()) {
      ++score.unknown;
      score.logarithm_of_unknown += p;
    }
  };
  const auto close = [&] {
    if (is_open && marks) add(model.end_mark() == NgramModel::kNone ? model.unknown() : model.end_mark());
    is_open = false;
  };
  for (const TextItem& item : items) {
    if (item.kind != TextItem::Kind::kUnit) {
      close();
      continue;
    }
    if (!is_open) {
      state = marks ? model.sentence_begin() : NgramModel::State();
      ++score.sentences;
      is_open = true;
    }
    add(model.of_unit(item.unit));
  }
  close();
}

}  // namespace newword
