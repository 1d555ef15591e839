#include "newword/text/symbols.hpp"

#include <algorithm>
#include <numeric>

#include "newword/system/errors.hpp"
#include "newword/text/char_class.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

bool starts_with_script(const std::string& folded) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(folded.data());
  return is_script(char_class(decode_utf8(bytes, folded.size()).code_point));
}

}  // namespace

Symbol SurfaceTable::intern(std::string_view surface) {
  const std::lock_guard lock(mutex_);
  const auto [place, is_new] = numbers_.try_emplace(std::string(surface), narrow<Symbol>(surfaces_.size() + 1));
  if (is_new) surfaces_.emplace_back(surface);
  return place->second;
}

std::uint64_t SurfaceTable::bytes(unsigned threads) {
  constexpr std::uint64_t kHere = 192, kInAlphabet = 160, kInEncoder = 96;
  return size() * (kHere + kInAlphabet + kInEncoder * threads);
}

std::size_t SurfaceTable::size() {
  const std::lock_guard lock(mutex_);
  return surfaces_.size();
}

Symbol Alphabet::find(const std::string& folded_form) const {
  const auto place = std::lower_bound(folded.begin(), folded.end(), folded_form);
  if (place == folded.end() || *place != folded_form) return kBoundary;
  return narrow<Symbol>(place - folded.begin() + 1);
}

Alphabet rank_symbols(const std::vector<std::string>& surfaces, const std::vector<std::uint64_t>& counts,
                      std::vector<Symbol>& rank_of, const JobControl& control) {
  std::vector<std::string> keys(surfaces.size());
  std::vector<std::size_t> order;
  std::size_t steps = 0;
  const auto check = [&] {
    if (++steps % 4096 == 0) control.check();
  };
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    check();
    if (counts[i + 1] == 0) continue;
    keys[i] = fold_case(surfaces[i]);
    order.push_back(i);
  }
  // UTF-8 sorts by bytes as it does by code points. Within a key the form to show comes first.
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    check();
    if (const int by_key = keys[a].compare(keys[b]); by_key != 0) return by_key < 0;
    if (counts[a + 1] != counts[b + 1]) return counts[a + 1] > counts[b + 1];
    return surfaces[a] < surfaces[b];
  });
  Alphabet alphabet;
  rank_of.assign(surfaces.size() + 1, kBoundary);
  for (const std::size_t i : order) {
    check();
    if (alphabet.folded.empty() || alphabet.folded.back() != keys[i]) {
      alphabet.is_script.push_back(starts_with_script(keys[i]));
      alphabet.folded.push_back(std::move(keys[i]));
      alphabet.shown.push_back(surfaces[i]);
    }
    rank_of[i + 1] = narrow<Symbol>(alphabet.folded.size());
  }
  return alphabet;
}

}  // namespace newword
