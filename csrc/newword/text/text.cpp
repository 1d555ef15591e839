#include "newword/text/text.hpp"

#include <algorithm>
#include <cerrno>
#include <numeric>
#include <type_traits>

namespace newword {

namespace {

/// Symbols between two looks at the control: about a millisecond of work.
constexpr std::size_t kStride = 1 << 20;

template <class Number>
void append_as(Spool<Number>& spool, std::span<const Symbol> symbols) {
  spool.append(symbols.size(), [&](Number* to) {
    std::transform(symbols.begin(), symbols.end(), to, [](Symbol s) { return static_cast<Number>(s); });
  });
}

/// How far the symbols of a stride are replaced.
enum : std::uint8_t { kUnranked, kBegun, kRanked };

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

Text::Text(const MemoryBudget& budget)
    : limit_bytes_(budget.part(3)), temp_dir_(budget.temp_dir), open_(Spool<std::uint16_t>(limit_bytes_, temp_dir_)) {
  append_as(std::get<0>(open_), {&kBoundary, 1});
  size_ = 1;
}

void Text::append(std::span<const Symbol> symbols, std::span<const std::size_t> name_dots) {
  const bool is_doubled = last_ == kBoundary && !symbols.empty() && symbols.front() == kBoundary;
  for (const std::size_t dot : name_dots) name_dots_.push_back(size_ + dot - (is_doubled ? 1 : 0));
  if (is_doubled) symbols = symbols.subspan(1);
  if (symbols.empty()) return;
  const bool is_narrow = open_.index() == 0;
  if (is_narrow && *std::max_element(symbols.begin(), symbols.end()) > UINT16_MAX) widen();
  std::visit([&](auto& spool) { append_as(spool, symbols); }, open_);
  size_ += symbols.size();
  last_ = symbols.back();
}

void Text::widen() {
  Spool<std::uint32_t> wide(limit_bytes_, temp_dir_);
  std::get<0>(open_).for_pieces([&](std::span<const std::uint16_t> piece) {
    wide.append(piece.size(), [&](std::uint32_t* to) { std::copy(piece.begin(), piece.end(), to); });
  });
  open_ = std::move(wide);
}

void Text::seal(const SurfaceTable& surfaces, unsigned threads, JobControl& control,
                const std::vector<std::uint64_t>& elsewhere) {
  if (state_ == State::kOpen) {
    if (surfaces.surfaces().size() > UINT16_MAX && open_.index() == 0) widen();
    close();
    state_ = State::kRanking;
  }
  if (rank_of_.empty()) build_alphabet(surfaces, threads, control, elsewhere);
  replace_by_ranks(threads, control);
  state_ = State::kSealed;
  rank_of_ = {};
  is_ranked_ = {};
}

void Text::adopt(Alphabet alphabet, std::vector<std::uint64_t> histogram) {
  alphabet_ = std::move(alphabet);
  histogram_ = std::move(histogram);
  units_ = std::accumulate(histogram_.begin() + 1, histogram_.end(), std::uint64_t{0});
  close();
  has_symbols_ = false;
  state_ = State::kSealed;
}

void Text::close() {
  append({&kBoundary, 1});
  std::visit(
      [&](auto& spool) {
        using Number = std::remove_cvref_t<decltype(*spool.take().data())>;
        spool.append(kPadding, [](Number* to) { std::fill_n(to, kPadding, Number{kBoundary}); });
        sealed_ = spool.take();
      },
      open_);
}

void Text::build_alphabet(const SurfaceTable& surfaces, unsigned threads, JobControl& control,
                          const std::vector<std::uint64_t>& elsewhere) {
  const std::size_t forms = surfaces.surfaces().size() + 1;
  std::vector<std::vector<std::uint64_t>> counts(threads, std::vector<std::uint64_t>(forms));
  visit([&](auto symbols) {
    for_strides(symbols.size(), threads, control, [&](unsigned worker, std::size_t, std::size_t i, std::size_t end) {
      std::uint64_t* const count = counts[worker].data();
      for (std::size_t j = i; j < end; ++j) ++count[symbols[j]];
      release(i, end);
    });
    is_ranked_.assign((symbols.size() + kStride - 1) / kStride, 0);
  });
  for (unsigned t = 1; t < threads; ++t) {
    for (std::size_t s = 0; s < forms; ++s) counts[0][s] += counts[t][s];
  }
  std::vector<std::uint64_t> largest = counts[0];
  for (std::size_t s = 0; s < elsewhere.size(); ++s) largest[s] = std::max(largest[s], elsewhere[s]);
  std::vector<Symbol> rank_of;
  alphabet_ = rank_symbols(surfaces.surfaces(), largest, rank_of, control);
  histogram_.assign(alphabet_.size() + 1, 0);
  for (std::size_t s = 0; s < forms; ++s) histogram_[rank_of[s]] += counts[0][s];
  surface_counts_ = std::move(counts[0]);
  units_ = std::accumulate(histogram_.begin() + 1, histogram_.end(), std::uint64_t{0});
  rank_of_ = std::move(rank_of);
}

/// Strides that an earlier, interrupted call has replaced are left alone.
void Text::replace_by_ranks(unsigned threads, JobControl& control) {
  std::visit(
      [&](auto& symbols) {
        using Number = std::remove_cvref_t<decltype(symbols[0])>;
        std::vector<RawBuffer<Number>> ranks(threads);
        for_strides(size_, threads, control, [&](unsigned worker, std::size_t stride, std::size_t i, std::size_t end) {
          if (is_ranked_[stride] == kRanked) return;
          if (is_ranked_[stride] == kBegun) throw IoError(EIO, temp_dir_, "write a temporary file");
          RawBuffer<Number>& to = ranks[worker];
          to.resize(end - i);
          for (std::size_t j = i; j < end; ++j) to[j - i] = static_cast<Number>(rank_of_[symbols[j]]);
          is_ranked_[stride] = kBegun;
          symbols.store(i, to.data(), end - i);
          is_ranked_[stride] = kRanked;
          symbols.release(i, end);
        });
      },
      sealed_);
}

std::size_t Text::bytes_in_memory() const {
  const std::size_t dots = name_dots_.capacity() * sizeof(name_dots_[0]);
  if (is_closed()) {
    return dots + std::visit([](const auto& s) { return s.is_mapped() ? 0 : s.size() * sizeof(s[0]); }, sealed_);
  }
  return dots + std::visit([](const auto& spool) { return spool.bytes(); }, open_);
}

}  // namespace newword
