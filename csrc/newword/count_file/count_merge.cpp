#include "newword/count_file/count_merge.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "newword/count_file/count_codec.hpp"
#include "newword/count_file/window_balance.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

/// Adds the spellings of `symbol` to `sum`.
void add_forms(SymbolForms& sum, const SymbolForms& symbol) {
  for (const auto& [surface, count] : symbol.surfaces) {
    const auto place = std::lower_bound(sum.surfaces.begin(), sum.surfaces.end(), surface,
                                        [](const auto& form, const std::string& key) { return form.first < key; });
    if (place != sum.surfaces.end() && place->first == surface) {
      place->second = checked_add(place->second, count);
    } else {
      sum.surfaces.insert(place, {surface, count});
    }
  }
}

/// The symbols of both, which are sorted.
std::vector<SymbolForms> merged(std::vector<SymbolForms> a, const std::vector<SymbolForms>& b) {
  std::vector<SymbolForms> sum;
  sum.reserve(a.size() + b.size());
  std::size_t i = 0;
  for (const SymbolForms& symbol : b) {
    while (i < a.size() && a[i].folded < symbol.folded) sum.push_back(std::move(a[i++]));
    if (i < a.size() && a[i].folded == symbol.folded) {
      sum.push_back(std::move(a[i++]));
      add_forms(sum.back(), symbol);
    } else {
      sum.push_back(symbol);
    }
  }
  std::move(a.begin() + static_cast<std::ptrdiff_t>(i), a.end(), std::back_inserter(sum));
  return sum;
}

/// The windows of one file, one after the other, in symbols of the sum.
class Cursor {
 public:
  Cursor(const CountFileReader& file, const std::vector<SymbolForms>& symbols)
      : file_(&file), entry_(file.entry_reader()), balance_(file.header().order), window_(file.header().order + 1) {
    rank_of_.push_back(kBoundary);
    std::size_t at = 0;  // both are sorted, so ranks grow with symbols and the order of windows stays
    for (const SymbolForms& symbol : file.header().symbols) {
      while (symbols[at].folded != symbol.folded) ++at;
      rank_of_.push_back(static_cast<Symbol>(at + 1));
    }
  }

  /// Goes to the next window; false behind the last.
  bool next(JobControl& control) {
    while (!entry_.next()) {
      if (block_ > 0) file_->check_end(block_ - 1, entry_, entries_);
      if (block_ == file_->blocks()) {
        if (windows_ != file_->header().windows()) {
          file_->fail(kPreambleBytes,
                      "its windows do not fit its header; the file is damaged: fetch it again, or count again");
        }
        balance_.require(*file_);
        return false;
      }
      control.check();
      file_->read_block(block_++, payload_);
      entry_.open(payload_.data(), payload_.data() + payload_.size());
      entries_ = 0;
      control.advance(payload_.size());
    }
    ++entries_;
    windows_ = checked_add(windows_, entry_.count());
    balance_.add(entry_);
    for (unsigned k = entry_.shared(); k < window_; ++k) symbols_[k] = rank_of_[entry_.symbols()[k]];
    return true;
  }

  [[nodiscard]] const Symbol* symbols() const { return symbols_.data(); }
  [[nodiscard]] Count count() const { return entry_.count(); }
  [[nodiscard]] bool operator<(const Cursor& other) const {
    return std::lexicographical_compare(symbols_.begin(), symbols_.begin() + window_, other.symbols_.begin(),
                                        other.symbols_.begin() + window_);
  }

 private:
  const CountFileReader* file_;
  EntryReader entry_;
  WindowBalance balance_;
  unsigned window_;
  std::vector<Symbol> rank_of_;
  std::vector<std::uint8_t> payload_;
  std::size_t block_ = 0;  ///< the next to read
  std::uint32_t entries_ = 0;
  Count windows_ = 0;  ///< so far
  std::array<Symbol, EntryReader::kMaxWindow> symbols_{};
};

/// The cursors with the least window on top.
class Heap {
 public:
  void push(Cursor* cursor) {
    cursors_.push_back(cursor);
    std::push_heap(cursors_.begin(), cursors_.end(), is_later);
  }
  [[nodiscard]] bool empty() const { return cursors_.empty(); }
  [[nodiscard]] Cursor& top() { return *cursors_.front(); }
  /// After the top went on: puts it in its place, or drops it when it is `done`.
  void settle(bool done) {
    if (done) {
      cursors_.front() = cursors_.back();
      cursors_.pop_back();
    }
    for (std::size_t i = 0, child; (child = 2 * i + 1) < cursors_.size(); i = child) {
      if (child + 1 < cursors_.size() && *cursors_[child + 1] < *cursors_[child]) ++child;
      if (!(*cursors_[child] < *cursors_[i])) return;
      std::swap(cursors_[i], cursors_[child]);
    }
  }

 private:
  static bool is_later(const Cursor* a, const Cursor* b) { return *b < *a; }
  std::vector<Cursor*> cursors_;
};

/// Text that was read in two ways has no common counts.
void refuse_other_joining(const char* option, const CountFileReader& file, bool joined, bool first_joined) {
  if (joined == first_joined) return;
  file.fail(12, std::string("its text was read with") + (joined ? " " : "out ") + option + ", that of the first file " +
                    (first_joined ? "with it" : "without it") + "; count one of them again");
}

}  // namespace

CountFileHeader merged_header(const std::vector<std::unique_ptr<CountFileReader>>& files) {
  CountFileHeader sum;
  for (const auto& file : files) {
    const CountFileHeader& header = file->header();
    if (file == files.front()) {
      sum = header;
      sum.shards = together(header.shards, header.shards);
      continue;
    }
    if (header.order != sum.order) {
      file->fail(24, "its order is " + std::to_string(header.order) + ", that of the first file " +
                         std::to_string(sum.order) + "; count one of them again with the other's --order");
    }
    if (header.rules != sum.rules) {
      file->fail(16, "its units were made by other rules than those of the first file; count the older of them again");
    }
    refuse_other_joining("--units tokens", *file, header.joining.tokens, sum.joining.tokens);
    refuse_other_joining("--join-lines", *file, header.joining.lines, sum.joining.lines);
    refuse_other_joining("--join-spaces", *file, header.joining.spaces, sum.joining.spaces);
    sum.units = checked_add(sum.units, header.units);
    sum.runs = checked_add(sum.runs, header.runs);
    sum.documents = checked_add(sum.documents, header.documents);
    sum.sources.insert(sum.sources.end(), header.sources.begin(), header.sources.end());
    sum.symbols = merged(std::move(sum.symbols), header.symbols);
    sum.shards = together(sum.shards, header.shards);
  }
  unite(sum.sources);
  (void)checked_add(sum.units, sum.runs);
  return sum;
}

void merge_counts(const std::vector<std::unique_ptr<CountFileReader>>& files, Output& output, JobControl& control,
                  std::size_t block_bytes) {
  constexpr std::size_t kHeldBytes = std::size_t{1} << 20;
  const CountFileHeader header = merged_header(files);
  const SymbolCodes codes(header.histogram());
  CountFileWriter writer(output, header, block_bytes);
  ChunkEncoder encoder(codes, header.order);
  std::vector<Cursor> cursors;
  cursors.reserve(files.size());
  Heap heap;
  std::uint64_t total = 0;
  for (const auto& file : files) {
    total += file->size();
    cursors.emplace_back(*file, header.symbols);
  }
  control.expect(total);
  for (Cursor& cursor : cursors) {
    if (cursor.next(control)) heap.push(&cursor);
  }
  const auto write = [&](const std::uint8_t* bytes, const std::vector<Chunk>& chunks) { writer.append(bytes, chunks); };
  const unsigned window = header.order + 1;
  std::array<Symbol, EntryReader::kMaxWindow> now{}, last{};
  for (bool is_first = true; !heap.empty(); is_first = false) {
    std::copy_n(heap.top().symbols(), window, now.begin());
    Count count = 0;
    do {
      count = checked_add(count, heap.top().count());
      heap.settle(!heap.top().next(control));
    } while (!heap.empty() && std::equal(now.begin(), now.begin() + window, heap.top().symbols()));
    const auto shared =
        static_cast<unsigned>(std::mismatch(now.begin(), now.begin() + window, last.begin()).first - now.begin());
    if (is_first || shared == 0) encoder.begin_bucket();
    encoder.add(is_first ? 0 : shared, count, [&](unsigned k) { return now[k]; });
    last = now;
    if (encoder.bytes_held() > kHeldBytes) encoder.drain(write);
  }
  encoder.begin_bucket();
  encoder.drain(write);
  writer.finish();
}

}  // namespace newword
