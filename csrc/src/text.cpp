#include "newword/text.hpp"

#include <algorithm>
#include <numeric>
#include <type_traits>

namespace newword {

namespace {

/// Symbols between two looks at the control: about a millisecond of work.
constexpr std::size_t kStride = 1 << 20;

template <class Number>
void append_as(RawBuffer<Number>& buffer, std::span<const Symbol> symbols) {
  const std::size_t old = buffer.size();
  buffer.resize(old + symbols.size());
  std::transform(symbols.begin(), symbols.end(), buffer.data() + old,
                 [](Symbol s) { return static_cast<Number>(s); });
}

/// Calls `work(worker, stride, first, last)` for every stride of a text.
template <class Work>
void for_strides(std::size_t size, unsigned threads, JobControl& control, const Work& work) {
  const std::size_t strides = (size + kStride - 1) / kStride;
  Tickets tickets(strides);
  run_workers(threads, control, [&](unsigned worker) {
    for (std::size_t stride; (stride = tickets.take()) < strides;) {
      control.check();
      work(worker, stride, stride * kStride, std::min(size, (stride + 1) * kStride));
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
    widen();
  }
  append_as(std::get<Wide>(symbols_), symbols);
}

void Text::widen() {
  const Narrow& narrow = std::get<Narrow>(symbols_);
  Wide wide;
  wide.resize(narrow.size());
  std::copy_n(narrow.data(), narrow.size(), wide.data());
  symbols_ = std::move(wide);
}

void Text::seal(const SurfaceTable& surfaces, unsigned threads, JobControl& control,
                const std::vector<std::uint64_t>& elsewhere) {
  if (state_ == State::kOpen) {
    const Symbol boundary = kBoundary;
    append({&boundary, 1});
    build_alphabet(surfaces, threads, control, elsewhere);
    state_ = State::kRanking;
  }
  replace_by_ranks(threads, control);
  std::visit(
      [&](auto& buffer) {
        const std::size_t size = buffer.size();
        buffer.resize(size + kPadding);
        std::fill_n(buffer.data() + size, kPadding, kBoundary);
      },
      symbols_);
  state_ = State::kSealed;
  std::visit([](auto& buffer) { buffer.shrink_to_fit(); }, symbols_);
  rank_of_ = {};
  is_ranked_ = {};
}

void Text::adopt(Alphabet alphabet, std::vector<std::uint64_t> histogram) {
  alphabet_ = std::move(alphabet);
  histogram_ = std::move(histogram);
  units_ = std::accumulate(histogram_.begin() + 1, histogram_.end(), std::uint64_t{0});
  std::get<Narrow>(symbols_).resize(1 + kPadding);
  std::fill_n(std::get<Narrow>(symbols_).data(), 1 + kPadding, kBoundary);
  has_symbols_ = false;
  state_ = State::kSealed;
}

void Text::build_alphabet(const SurfaceTable& surfaces, unsigned threads, JobControl& control,
                          const std::vector<std::uint64_t>& elsewhere) {
  const std::size_t forms = surfaces.surfaces().size() + 1;
  std::vector<std::vector<std::uint64_t>> counts(threads, std::vector<std::uint64_t>(forms));
  std::visit(
      [&](const auto& buffer) {
        for_strides(buffer.size(), threads, control,
                    [&](unsigned worker, std::size_t, std::size_t i, std::size_t end) {
                      std::uint64_t* const count = counts[worker].data();
                      for (; i < end; ++i) ++count[buffer[i]];
                    });
        is_ranked_.assign((buffer.size() + kStride - 1) / kStride, 0);
      },
      symbols_);
  for (unsigned t = 1; t < threads; ++t) {
    for (std::size_t s = 0; s < forms; ++s) counts[0][s] += counts[t][s];
  }
  std::vector<std::uint64_t> largest = counts[0];
  for (std::size_t s = 0; s < elsewhere.size(); ++s) largest[s] = std::max(largest[s], elsewhere[s]);
  alphabet_ = rank_symbols(surfaces.surfaces(), largest, rank_of_, control);
  if (alphabet_.size() > UINT16_MAX && std::holds_alternative<Narrow>(symbols_)) widen();
  histogram_.assign(alphabet_.size() + 1, 0);
  for (std::size_t s = 0; s < forms; ++s) histogram_[rank_of_[s]] += counts[0][s];
  surface_counts_ = std::move(counts[0]);
  units_ = std::accumulate(histogram_.begin() + 1, histogram_.end(), std::uint64_t{0});
}

/// Strides that an earlier, interrupted call has replaced are left alone.
void Text::replace_by_ranks(unsigned threads, JobControl& control) {
  std::visit(
      [&](auto& buffer) {
        using Number = std::remove_reference_t<decltype(buffer[0])>;
        for_strides(buffer.size(), threads, control,
                    [&](unsigned, std::size_t stride, std::size_t i, std::size_t end) {
                      if (is_ranked_[stride]) return;
                      for (; i < end; ++i) buffer[i] = static_cast<Number>(rank_of_[buffer[i]]);
                      is_ranked_[stride] = 1;
                    });
      },
      symbols_);
}

std::size_t Text::size() const {
  const std::size_t stored = std::visit([](const auto& buffer) { return buffer.size(); }, symbols_);
  return is_sealed() ? stored - kPadding : stored;
}

}  // namespace newword
