#include "newword/input/reader.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "newword/input/safe_cut.hpp"
#include "newword/system/errors.hpp"
#include "newword/system/file.hpp"
#include "newword/text/encoder.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{4} << 20;
constexpr std::size_t kLargeFile = 2 * kBlockBytes;  // above this a file is shared by several workers
constexpr std::size_t kBatchBytes = std::size_t{2} << 20;
constexpr std::size_t kBatchFiles = 256;
constexpr std::size_t kJudgedBytes = std::size_t{1} << 20;  // the beginning that tells the encoding; also fed at once
constexpr std::size_t kCutWindow = std::size_t{64} << 10;

/// Files first..last, or, when `block` is set, that block of the one large file `first`.
struct WorkUnit {
  std::size_t first, last;
  std::optional<std::uint64_t> block;
};

/// Where a file ends among the symbols of a unit of work.
struct FileEnd {
  std::size_t symbols, file;
};

/// Lets the workers append in the order of their units.
class Turnstile {
 public:
  void pass(std::size_t unit, JobControl& control, const auto& append) {
    std::unique_lock lock(mutex_);
    while (next_ != unit) {
      control.check();
      turned_.wait_for(lock, std::chrono::milliseconds(10));
    }
    append();
    ++next_;
    turned_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable turned_;
  std::size_t next_ = 0;
};

std::optional<Outcome> byte_order_mark(const std::uint8_t* p, std::size_t size) {
  const auto starts_with = [&](std::initializer_list<std::uint8_t> mark) {
    return size >= mark.size() && std::equal(mark.begin(), mark.end(), p);
  };
  if (starts_with({0xFF, 0xFE, 0, 0}) || starts_with({0, 0, 0xFE, 0xFF})) return Outcome::kUtf32;
  if (starts_with({0xFF, 0xFE}) || starts_with({0xFE, 0xFF})) return Outcome::kUtf16;
  return std::nullopt;
}

/// True when the bytes are rather some other encoding than damaged UTF-8: over 0.1 % bad subparts,
/// and sound multi-byte characters do not outnumber them well. A cut last character counts for nothing.
bool is_wrong_encoding(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t bad = 0, sound = 0;
  for (std::size_t i = 0; i < size;) {
    const Utf8Step step = decode_utf8(bytes + i, size - i);
    if (step.incomplete) break;
    bad += !step.ok;
    sound += step.ok && step.length > 1;
    i += step.length;
  }
  return bad * 1000 > size && bad * 4 > sound;
}

/// Whether a text begins as a web page or as subtitles do, behind what is blank: the other side of
/// `recognise` in newword/corpus/open/recognise.py, which looks closer and may still call it plain text.
bool is_marked_up(std::string_view text) {
  using std::string_view_literals::operator""sv;
  constexpr std::size_t kSearched = 1024, kTimes = 40;
  if (text.starts_with("\xef\xbb\xbf"sv)) text.remove_prefix(3);
  text = text.substr(0, kSearched);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\f\v"sv), text.size()));
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const auto mark : {"<!doctype html"sv, "<html"sv, "webvtt"sv, "[script info]"sv}) {
    if (lower.starts_with(mark)) return true;
  }
  if (lower.starts_with("<?xml"sv)) return lower.find("<html"sv) != lower.npos || lower.find("e html"sv) != lower.npos;
  const auto digits = lower.find_first_not_of("0123456789"sv);  // SubRip: a number, then a line with an arrow
  return digits != 0 && digits != lower.npos && lower.substr(digits, kTimes).find("-->"sv) != lower.npos;
}

/// Whether a file begins as a gzip, bzip2, xz or zstd stream, a Parquet file or a WARC file does, or
/// as a document or an archive that is not for the core, or as one of newword's own files may (open/own_files.py).
bool is_packed(const std::uint8_t* p, std::size_t size) {
  const auto starts_with = [&](std::string_view mark, std::size_t at = 0) {
    return size >= at + mark.size() && std::memcmp(p + at, mark.data(), mark.size()) == 0;
  };
  using std::string_view_literals::operator""sv;
  if (starts_with("\x1f\x8b\x08"sv) || starts_with("\xfd\x37zXZ\0"sv)) return true;
  if (starts_with("\x28\xb5\x2f\xfd"sv)) return true;
  if (size >= 4 && p[0] >= 0x50 && p[0] <= 0x5f && starts_with("\x2a\x4d\x18"sv, 1)) return true;
  if (starts_with("BZh"sv)) return starts_with("1AY&SY"sv, 4) || starts_with("\x17\x72\x45\x38\x50\x90"sv, 4);
  if (starts_with("%PDF-"sv) || starts_with("{\\rtf"sv) || starts_with("ustar"sv, 257)) return true;
  if (starts_with("PK\3\4"sv) || starts_with("PK\5\6"sv) || starts_with("7z\xbc\xaf\x27\x1c"sv)) return true;
  if (starts_with("Rar!\x1a\x07"sv) || starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv)) return true;
  if (starts_with("BOOKMOBI"sv, 60) || starts_with("ITSF\3"sv) || starts_with("AT&TFORM"sv)) return true;
  if (starts_with("\x89NWC"sv) || starts_with("\\data\\"sv) || starts_with("{\"word\":"sv)) return true;
  if (starts_with("{\n  \"newword\":"sv)) return true;
  if (is_marked_up({reinterpret_cast<const char*>(p), size})) return true;
  return starts_with("PAR1"sv) || starts_with("WARC/1."sv) || starts_with("WARC/0."sv);
}

/// Why a file is not read, told from its beginning.
std::optional<Outcome> judge(const std::uint8_t* bytes, std::size_t size, bool is_explicit) {
  if (const auto mark = byte_order_mark(bytes, size)) return mark;
  if (is_packed(bytes, size)) return Outcome::kPacked;
  if (!is_explicit && size > 0 && std::memchr(bytes, 0, size) != nullptr) return Outcome::kBinary;
  return std::nullopt;
}

FileOutcome outcome_of(std::size_t index, const IoError& error) {
  const bool is_gone = error.error_number() == ENOENT;
  return {index, is_gone ? Outcome::kVanished : Outcome::kUnreadable, 0, 0, error.error_number()};
}

/// What all workers share.
struct Job {
  const std::vector<FileToRead>& files;
  std::vector<FileStamp> stamps;
  std::vector<std::uint8_t> is_skipped;  // not vector<bool>: workers write neighbours
  const BmpClasses& classes;
  Joining joining;
  SourceLedger& ledger;
  JobControl& control;
};

/// One thread's reading: its encoder, its buffer, what it has to report.
class Worker {
 public:
  Worker(Job& job, SurfaceTable& surfaces) : job_(&job), encoder_(surfaces, job.classes, job.joining) {}

  /// Notes size and kind of a file; looks into the beginning of a large one.
  void inspect(std::size_t index) {
    const bool is_sound = guarded(index, [&] {
      const FileToRead& file = job_->files[index];
      FileStamp& stamp = job_->stamps[index];
      stamp = stamp_of(file.path);
      if (!stamp.is_regular) return skip(index, Outcome::kNotAFile);
      if (stamp.size <= kLargeFile) return;
      File open(file.path);
      buffer_.resize(kJudgedBytes);
      const std::size_t size = open.read_at(buffer_.data(), kJudgedBytes, 0);
      if (const auto why = judge(buffer_.data(), size, file.is_explicit)) return skip(index, *why);
      if (is_wrong_encoding(buffer_.data(), size)) skip(index, Outcome::kWrongEncoding);
    });
    if (!is_sound) job_->is_skipped[index] = 1;
  }

  /// Looks a large file up in the ledger.
  void look_up(std::size_t index, unsigned threads) {
    const bool is_sound = guarded(index, [&] {
      const std::uint64_t size = job_->stamps[index].size;
      const Digest digest = digest_of_file(job_->files[index].path, size, threads, job_->control);
      if (!job_->ledger.admit(digest, size)) skip(index, Outcome::kCounted);
    });
    if (!is_sound) job_->is_skipped[index] = 1;
  }

  void read(const WorkUnit& unit) {
    encoder_.shorten(0);
    ends_.clear();
    if (unit.block) {
      if (!guarded(unit.first, [&] { read_block(unit.first, *unit.block); })) encoder_.end_document();
      const bool is_last = (*unit.block + 1) * kBlockBytes >= job_->stamps[unit.first].size;
      if (is_last) ends_.push_back({encoder_.out().size(), unit.first});
      return;
    }
    for (std::size_t i = unit.first; i < unit.last; ++i) {
      if (job_->is_skipped[i]) continue;
      job_->control.check();
      const std::size_t before = encoder_.out().size();
      if (guarded(i, [&] { read_whole(i); })) {
        ends_.push_back({encoder_.out().size(), i});
        continue;
      }
      encoder_.end_document();
      encoder_.shorten(before);
    }
  }

  [[nodiscard]] std::span<const Symbol> symbols() { return encoder_.out().span(); }
  [[nodiscard]] std::span<const std::size_t> name_dots() const { return encoder_.name_dots(); }
  /// Of the files that end in it.
  [[nodiscard]] const std::vector<FileEnd>& ends() const { return ends_; }
  [[nodiscard]] const std::vector<FileOutcome>& outcomes() const { return outcomes_; }
  [[nodiscard]] std::uint64_t lone_characters() const { return encoder_.lone_characters(); }

 private:
  void skip(std::size_t index, Outcome why) {
    outcomes_.push_back({index, why});
    job_->is_skipped[index] = 1;
  }

  /// Turns a failure of the file system into an outcome of that file.
  template <class Work>
  bool guarded(std::size_t index, const Work& work) {
    try {
      work();
      return true;
    } catch (const IoError& error) {
      outcomes_.push_back(outcome_of(index, error));
      return false;
    }
  }

  void read_whole(std::size_t index) {
    const FileToRead& file = job_->files[index];
    const auto expected = static_cast<std::size_t>(job_->stamps[index].size);
    File open(file.path);
    buffer_.resize(expected + 1);
    // One byte more than expected: some systems tell no size, and files grow.
    const std::size_t found = open.read_at(buffer_.data(), expected + 1, 0);
    const std::size_t size = std::min(found, expected);
    if (const auto why = judge(buffer_.data(), size, file.is_explicit)) return skip(index, *why);
    const std::size_t before = encoder_.out().size();
    const std::size_t judged = std::min(size, kJudgedBytes);
    encoder_.begin_document();
    encoder_.feed(buffer_.data(), judged);
    const bool is_suspect = encoder_.bad().total * 1000 > judged;
    if (is_suspect && is_wrong_encoding(buffer_.data(), judged)) {
      encoder_.end_document();
      encoder_.shorten(before);
      return skip(index, Outcome::kWrongEncoding);
    }
    job_->control.advance(expected);
    if (job_->ledger.is_enabled() && !job_->ledger.admit(digest_of(buffer_.data(), size), size)) {
      encoder_.end_document();
      encoder_.shorten(before);
      return skip(index, Outcome::kCounted);
    }
    feed(judged, size);
    encoder_.end_document();
    report_bad_bytes(index);
    if (found != expected || open.stamp() != job_->stamps[index]) {
      outcomes_.push_back({index, Outcome::kChanged});
    }
  }

  /// Encodes from the first safe cut in this block to the first in a later one. A block without
  /// a cut was read by the worker of the block before it.
  void read_block(std::size_t index, std::uint64_t block) {
    if (job_->is_skipped[index]) return;
    const FileStamp& stamp = job_->stamps[index];
    File open(job_->files[index].path);
    std::optional<std::uint64_t> begin = 0;
    if (block > 0) begin = find_cut(open, block * kBlockBytes);
    if (begin) read_from(open, index, block, *begin);
    if (open.stamp() != stamp) outcomes_.push_back({index, Outcome::kChanged});
  }

  void read_from(File& open, std::size_t index, std::uint64_t block, std::uint64_t begin) {
    const std::uint64_t size = job_->stamps[index].size;
    encoder_.begin_document(begin);
    std::uint64_t at = begin;
    for (std::uint64_t next = (block + 1) * kBlockBytes; at < size; next += kBlockBytes) {
      std::optional<std::uint64_t> end;
      if (next < size) end = find_cut(open, next);
      const std::uint64_t until = end ? *end : std::min(next, size);
      if (!feed_from(open, at, until)) break;
      if (end) return report_bad_bytes(index);
      at = until;
    }
    encoder_.end_document();
    report_bad_bytes(index);
  }

  /// Encodes bytes i..end of the buffer.
  void feed(std::size_t i, std::size_t end) {
    for (; i < end; i += kJudgedBytes) {
      job_->control.check();
      encoder_.feed(buffer_.data() + i, std::min(end - i, kJudgedBytes));
    }
  }

  /// False when the file ended early.
  bool feed_from(File& file, std::uint64_t at, std::uint64_t until) {
    job_->control.check();
    const auto size = static_cast<std::size_t>(until - at);
    buffer_.resize(size);
    const std::size_t got = file.read_at(buffer_.data(), size, at);
    job_->control.advance(got);
    feed(0, got);
    return got == size;
  }

  std::optional<std::uint64_t> find_cut(File& file, std::uint64_t from) {
    for (const std::size_t window : {std::size_t{512}, kCutWindow}) {
      std::uint8_t* bytes = window_;
      const std::size_t got = file.read_at(bytes, window, from - 3);
      for (std::size_t i = 3; i + 3 <= got; ++i) {
        if (is_safe_cut(bytes + i, job_->classes, job_->joining)) return from - 3 + i;
      }
    }
    return std::nullopt;
  }

  void report_bad_bytes(std::size_t index) {
    const BadBytes& bad = encoder_.bad();
    if (bad.total > 0) outcomes_.push_back({index, Outcome::kInvalidBytes, bad.first, bad.total});
  }

  Job* job_;
  Encoder encoder_;
  RawBuffer<std::uint8_t> buffer_;
  std::uint8_t window_[kCutWindow];
  std::vector<FileEnd> ends_;
  std::vector<FileOutcome> outcomes_;
};

std::vector<WorkUnit> plan(const Job& job) {
  std::vector<WorkUnit> units;
  std::uint64_t batch_bytes = 0;
  std::size_t batch_first = 0;
  const auto close_batch = [&](std::size_t end) {
    if (batch_first < end) units.push_back({batch_first, end, std::nullopt});
    batch_bytes = 0;
  };
  for (std::size_t i = 0; i < job.files.size(); ++i) {
    const std::uint64_t size = job.is_skipped[i] ? 0 : job.stamps[i].size;
    if (size > kLargeFile) {
      close_batch(i);
      for (std::uint64_t b = 0; b * kBlockBytes < size; ++b) units.push_back({i, i + 1, b});
      batch_first = i + 1;
    } else if (batch_bytes += size; batch_bytes >= kBatchBytes || i - batch_first + 1 >= kBatchFiles) {
      close_batch(i + 1);
      batch_first = i + 1;
    }
  }
  close_batch(job.files.size());
  return units;
}

/// One outcome per file and code: the blocks of a large file report each on its own.
std::vector<FileOutcome> merged(std::vector<FileOutcome> all) {
  std::sort(all.begin(), all.end(), [](const FileOutcome& a, const FileOutcome& b) {
    if (a.index != b.index) return a.index < b.index;
    return a.code != b.code ? a.code < b.code : a.offset < b.offset;
  });
  std::vector<FileOutcome> result;
  for (const FileOutcome& next : all) {
    if (!result.empty() && result.back().index == next.index && result.back().code == next.code) {
      result.back().total += next.total;
    } else {
      result.push_back(next);
    }
  }
  return result;
}

}  // namespace

std::vector<FileOutcome> read_files(const std::vector<FileToRead>& files, const BmpClasses& classes, Joining joining,
                                    unsigned threads, SurfaceTable& surfaces, Text& text, SourceLedger& ledger,
                                    JobControl& control, const std::function<void()>& check_memory,
                                    const std::function<void(std::size_t, std::size_t)>& end_document,
                                    std::uint64_t& lone_characters) {
  Job job{
      files,  std::vector<FileStamp>(files.size()), std::vector<std::uint8_t>(files.size()), classes, joining, ledger,
      control};
  std::vector<std::optional<Worker>> workers(threads);
  for (auto& worker : workers) worker.emplace(job, surfaces);

  Tickets inspections((files.size() + kBatchFiles - 1) / kBatchFiles);
  run_workers(threads, control, [&](unsigned w) {
    const std::size_t batches = (files.size() + kBatchFiles - 1) / kBatchFiles;
    for (std::size_t batch; (batch = inspections.take()) < batches;) {
      control.check();
      const std::size_t end = std::min(files.size(), (batch + 1) * kBatchFiles);
      for (std::size_t i = batch * kBatchFiles; i < end; ++i) workers[w]->inspect(i);
    }
  });

  for (std::size_t i = 0; ledger.is_enabled() && i < files.size(); ++i) {
    if (!job.is_skipped[i] && job.stamps[i].size > kLargeFile) workers[0]->look_up(i, threads);
  }

  std::uint64_t total = 0;
  for (std::size_t i = 0; i < files.size(); ++i) total += job.is_skipped[i] ? 0 : job.stamps[i].size;
  control.expect(total);

  const std::vector<WorkUnit> units = plan(job);
  Tickets tickets(units.size());
  Turnstile turnstile;
  run_workers(threads, control, [&](unsigned w) {
    for (std::size_t unit; (unit = tickets.take()) < units.size();) {
      workers[w]->read(units[unit]);
      turnstile.pass(unit, control, [&] {
        const std::span<const Symbol> symbols = workers[w]->symbols();
        const std::size_t before = text.size();
        text.append(symbols, workers[w]->name_dots());
        const std::size_t dropped = before + symbols.size() - text.size();  // a doubled boundary at the front
        for (const auto& [end, file] : workers[w]->ends()) end_document(before + end - std::min(end, dropped), file);
        check_memory();
      });
    }
  });

  std::vector<FileOutcome> outcomes;
  for (const auto& worker : workers) {
    outcomes.insert(outcomes.end(), worker->outcomes().begin(), worker->outcomes().end());
    lone_characters += worker->lone_characters();
  }
  return merged(std::move(outcomes));
}

}  // namespace newword
