#include "newword/text.hpp"

#include <algorithm>
#include <type_traits>

namespace newword {

namespace {

/// Symbols between two looks at the control: a few milliseconds of work.
constexpr std::size_t kStride = 1 << 22;

template <class Number>
void append_as(RawBuffer<Number>& buffer, std::span<const Symbol> symbols) {
  const std::size_t old = buffer.size();
  buffer.resize(old + symbols.size());
  std::transform(symbols.begin(), symbols.end(), buffer.data() + old,
                 [](Symbol s) { return static_cast<Number>(s); });
}

/// Calls `work(first, last)` on strides of every worker's share.
template <class Work>
void for_shares(std::size_t size, unsigned threads, JobControl& control, const Work& work) {
  run_workers(threads, control, [&](unsigned worker) {
    const std::size_t end = share_begin(size, worker + 1, threads);
    for (std::size_t i = share_begin(size, worker, threads); i < end; i += kStride) {
      control.check();
      work(worker, i, std::min(end, i + kStride));
    }
  });
}

}  // namespace

Text::Text() { std::get<Narrow>(symbols_).push_back(kBoundary); }

void Text::append(std::span<const Symbol> symbols) {
  const bool after_boundary =
      std::visit([](const auto& buffer) { return buffer[buffer.size() - 1] == kBoundary; }, symbols_);
  if (after_boundary && !symbols.empty() && symbols.front() == kBoundary) symbols = symbols.subspan(1);
  if (symbols.empty()) return;
  if (auto* narrow = std::get_if<Narrow>(&symbols_)) {
    if (*std::max_element(symbols.begin(), symbols.end()) <= UINT16_MAX) {
      append_as(*narrow, symbols);
      return;
    }
    Wide wide;
    wide.resize(narrow->size());
    std::copy_n(narrow->data(), narrow->size(), wide.data());
    symbols_ = std::move(wide);
  }
  append_as(std::get<Wide>(symbols_), symbols);
}

void Text::seal(const SurfaceTable& surfaces, unsigned threads, JobControl& control) {
  const Symbol boundary = kBoundary;
  if (std::visit([](const auto& b) { return b[b.size() - 1] != kBoundary; }, symbols_)) {
    append({&boundary, 1});
  }
  const std::size_t forms = surfaces.surfaces().size() + 1;
  std::visit(
      [&](auto& buffer) {
        using Number = std::remove_reference_t<decltype(buffer[0])>;
        std::vector<std::vector<std::uint64_t>> counts(threads, std::vector<std::uint64_t>(forms));
        for_shares(buffer.size(), threads, control, [&](unsigned worker, std::size_t i, std::size_t end) {
          std::uint64_t* count = counts[worker].data();
          for (; i < end; ++i) ++count[buffer[i]];
        });
        for (unsigned t = 1; t < threads; ++t) {
          for (std::size_t s = 0; s < forms; ++s) counts[0][s] += counts[t][s];
        }
        std::vector<Symbol> rank_of;
        alphabet_ = rank_symbols(surfaces.surfaces(), counts[0], rank_of);
        histogram_.assign(alphabet_.size() + 1, 0);
        for (std::size_t s = 0; s < forms; ++s) histogram_[rank_of[s]] += counts[0][s];
        for_shares(buffer.size(), threads, control, [&](unsigned, std::size_t i, std::size_t end) {
          for (; i < end; ++i) buffer[i] = static_cast<Number>(rank_of[buffer[i]]);
        });
        buffer.resize(buffer.size() + kPadding);
        std::fill_n(buffer.data() + buffer.size() - kPadding, kPadding, Number{kBoundary});
        buffer.shrink_to_fit();
      },
      symbols_);
  is_sealed_ = true;
}

std::size_t Text::size() const {
  const std::size_t stored = std::visit([](const auto& buffer) { return buffer.size(); }, symbols_);
  return is_sealed_ ? stored - kPadding : stored;
}

}  // namespace newword
