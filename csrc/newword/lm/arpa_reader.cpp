#include "newword/lm/arpa_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace newword {

namespace {

constexpr const char* kRemedy = "; the model is damaged or no ARPA file: fetch or train it again";
constexpr std::size_t kLongestLine = std::size_t{1} << 16;
constexpr std::uint64_t kShortestLine = 4;
constexpr std::uint64_t kMostNgrams = std::uint64_t{1} << 31;
/// Of -inf, and of what is below it: sums and differences of logarithms must stay numbers.
constexpr double kLeastLogarithm = -1e30;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

/// Reads digits off the front.
bool take_digits(std::string_view& text, double& value, int& places) {
  const std::size_t before = text.size();
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
    value = value * 10 + (text[0] - '0');
    ++places;
  }
  return text.size() < before;
}

bool take_integer(std::string_view& text, std::uint64_t& value) {
  value = 0;
  const std::size_t before = text.size();
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1)) {
    if (value > kMostNgrams) return false;
    value = value * 10 + static_cast<std::uint64_t>(text[0] - '0');
  }
  return text.size() < before;
}

/// A decimal number as C writes it, without the locale; NaN when it is none.
double parse(std::string_view text) {
  const bool is_negative = !text.empty() && text[0] == '-';
  if (is_negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  if (text == "inf" || text == "Infinity") return is_negative ? -INFINITY : INFINITY;
  double value = 0;
  int places = 0, after_point = 0;
  bool has_digits = take_digits(text, value, places);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    has_digits |= take_digits(text, value, after_point);
  }
  int exponent = -after_point;
  if (has_digits && !text.empty() && (text[0] == 'e' || text[0] == 'E')) {
    text.remove_prefix(1);
    const bool is_small = !text.empty() && text[0] == '-';
    if (is_small || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
    std::uint64_t power = 0;
    has_digits = take_integer(text, power);
    exponent += is_small ? -static_cast<int>(std::min<std::uint64_t>(power, 9999))
                         : static_cast<int>(std::min<std::uint64_t>(power, 9999));
  }
  if (!has_digits || !text.empty()) return NAN;
  constexpr std::array<double, 10> kPowers = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  while (exponent < 0 && value != 0) {
    const int step = std::min(9, -exponent);
    value /= kPowers[static_cast<std::size_t>(step)];
    exponent += step;
  }
  for (; exponent > 0 && value != 0 && value < 1e300; --exponent) value *= 10;
  return is_negative ? -value : value;
}

}  // namespace

void ArpaReader::fail(const std::string& what) const {
  throw std::invalid_argument("line " + std::to_string(line_) + ": " + what + kRemedy);
}

void ArpaReader::feed(std::string_view block) {
  for (std::size_t end; (end = block.find('\n')) != std::string_view::npos; block.remove_prefix(end + 1)) {
    ++line_;
    if (open_.empty()) {
      take_line(block.substr(0, end));
    } else {
      open_ += block.substr(0, end);
      take_line(open_);
      open_.clear();
    }
  }
  if (open_.size() + block.size() > kLongestLine) {
    ++line_;
    fail("it is longer than any line of a model");
  }
  open_ += block;
}

std::shared_ptr<NgramModel> ArpaReader::finish() {
  ++line_;
  if (!open_.empty()) take_line(open_);
  if (place_ == Place::kBefore) fail("there is no \\data\\");
  if (place_ != Place::kEnd) fail("the file ends before \\end\\");
  return std::move(model_);
}

void ArpaReader::take_line(std::string_view line) {
  line = trimmed(line);
  if (place_ == Place::kBefore) {
    if (line == "\\data\\") place_ = Place::kSizes;
    return;
  }
  if (line.empty() || place_ == Place::kEnd) return;
  if (line[0] == '\\') return take_heading(line);
  place_ == Place::kSizes ? take_size(line) : take_ngram(line);
}

void ArpaReader::take_size(std::string_view line) {
  std::string_view rest = line;
  std::uint64_t order = 0, size = 0;
  const auto skip = [&](std::string_view what) {
    rest = trimmed(rest);
    const bool is_there = rest.substr(0, what.size()) == what;
    if (is_there) rest.remove_prefix(what.size());
    rest = trimmed(rest);
    return is_there;
  };
  if (!skip("ngram") || !take_integer(rest, order) || !skip("=") || !take_integer(rest, size) ||
      !trimmed(rest).empty()) {
    fail("here stands 'ngram N=SIZE' in a model");
  }
  if (order != sizes_.size() + 1 || order > NgramModel::kMaxOrder) fail("the orders are 1, 2, ... and 16 at most");
  if (size > kMostNgrams) fail("more than 2^31 n-grams of one order");
  sizes_.push_back(size);
  std::uint64_t ngrams = 0;
  for (const std::uint64_t n : sizes_) ngrams += n;
  if (ngrams > most_bytes_ / kShortestLine) fail("the file is too short for so many n-grams");
}

void ArpaReader::take_heading(std::string_view line) {
  if (order_ > 0 && found_ != sizes_[order_ - 1]) {
    fail("there are " + std::to_string(found_) + " n-grams of order " + std::to_string(order_) + ", not " +
         std::to_string(sizes_[order_ - 1]) + " as the head says");
  }
  if (place_ == Place::kSizes) {
    if (sizes_.empty()) fail("no sizes came before");
    model_ = std::make_shared<NgramModel>(sizes_);
    place_ = Place::kNgrams;
  }
  if (line == "\\end\\" && order_ == sizes_.size()) {
    place_ = Place::kEnd;
    return;
  }
  ++order_;
  found_ = 0;
  last_node_ = NgramModel::kNone;
  if (order_ > sizes_.size()) fail("here stands \\end\\ in a model");
  if (line != "\\" + std::to_string(order_) + "-grams:") {
    fail("here stands \\" + std::to_string(order_) + "-grams: in a model");
  }
}

std::string_view ArpaReader::next_field() {
  std::size_t begin = 0;
  while (begin < rest_.size() && is_blank(rest_[begin])) ++begin;
  std::size_t end = begin;
  while (end < rest_.size() && !is_blank(rest_[end])) ++end;
  const std::string_view field = rest_.substr(begin, end - begin);
  rest_.remove_prefix(end);
  return field;
}

float ArpaReader::number(std::string_view field, const char* what, float most) const {
  const double value = parse(field);
  if (std::isnan(value) || value > static_cast<double>(most)) {
    fail(std::string("the ") + what + " is no logarithm" + (std::isnan(value) ? "" : " of a probability"));
  }
  return static_cast<float>(std::max(value, kLeastLogarithm));
}

void ArpaReader::take_ngram(std::string_view line) {
  rest_ = line;
  fields_.clear();
  for (std::string_view field; !(field = next_field()).empty();) fields_.push_back(field);
  if (fields_.size() < order_ + 1 || fields_.size() > order_ + 2) {
    fail("a probability, " + std::to_string(order_) + " tokens and perhaps a backoff weight stand here in a model");
  }
  if (++found_ > sizes_[order_ - 1]) fail("there are more n-grams than the head says");
  const float probability = number(fields_[0], "first number", 0);
  const float backoff = fields_.size() > order_ + 1 ? number(fields_.back(), "last number", 1e30f) : 0;
  token_ = fields_[order_];
  bool is_new = false;
  if (order_ == 1) {
    is_new = model_->add_token(token_, probability, backoff);
  } else {
    const Token last = model_->token(token_);
    if (last == NgramModel::kNone) fail("its last token is none of the unigrams");
    is_new = model_->add(find_beginning(order_ - 1), last, probability, backoff);
  }
  if (!is_new) fail("the n-gram was there before");
}

NgramModel::Node ArpaReader::find_beginning(unsigned tokens) {
  const char* const from = fields_[1].data();
  const std::string_view beginning(from,
                                   static_cast<std::size_t>(fields_[tokens].data() + fields_[tokens].size() - from));
  if (last_node_ != NgramModel::kNone && beginning == last_beginning_) return last_node_;
  token_ = fields_[1];
  NgramModel::Node node = model_->token(token_);
  for (unsigned k = 2; k <= tokens && node != NgramModel::kNone; ++k) {
    token_ = fields_[k];
    const Token token = model_->token(token_);
    node = token == NgramModel::kNone ? NgramModel::kNone : model_->longer(node, token);
  }
  if (node == NgramModel::kNone) fail("its beginning, without the last token, is not in the model");
  last_beginning_ = beginning;
  last_node_ = node;
  return node;
}

}  // namespace newword
