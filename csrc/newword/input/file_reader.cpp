#include "newword/input/file_reader.hpp"

#include <algorithm>
#include <cerrno>

#include "newword/input/file_kind.hpp"
#include "newword/input/safe_cut.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

constexpr std::size_t kJudgedBytes = std::size_t{1} << 20;  // the beginning that tells the encoding; also fed at once

FileOutcome outcome_of(std::size_t index, const IoError& error) {
  const bool is_gone = error.error_number() == ENOENT;
  return {index, is_gone ? Outcome::kVanished : Outcome::kUnreadable, 0, 0, error.error_number()};
}

}  // namespace

void FileReader::skip(std::size_t index, Outcome why) {
  outcomes_.push_back({index, why});
  job_->is_skipped[index] = 1;
}

template <class Work>
bool FileReader::guarded(std::size_t index, const Work& work) {
  try {
    work();
    return true;
  } catch (const IoError& error) {
    outcomes_.push_back(outcome_of(index, error));
    return false;
  }
}

void FileReader::inspect(std::size_t index) {
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

void FileReader::look_up(std::size_t index, unsigned threads) {
  const bool is_sound = guarded(index, [&] {
    const std::uint64_t size = job_->stamps[index].size;
    const Digest digest = digest_of_file(job_->files[index].path, size, threads, job_->control);
    if (!job_->ledger.admit(digest, size)) skip(index, Outcome::kCounted);
  });
  if (!is_sound) job_->is_skipped[index] = 1;
}

void FileReader::read(const WorkUnit& unit) {
  encoder_.shorten(0);
  ends_.clear();
  if (unit.block) {
    if (!guarded(unit.first, [&] { read_block(unit.first, *unit.block); })) encoder_.end_document();
    const bool is_last = (*unit.block + 1) * kFileBlock >= job_->stamps[unit.first].size;
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

void FileReader::read_whole(std::size_t index) {
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

void FileReader::read_block(std::size_t index, std::uint64_t block) {
  if (job_->is_skipped[index]) return;
  const FileStamp& stamp = job_->stamps[index];
  File open(job_->files[index].path);
  std::optional<std::uint64_t> begin = 0;
  if (block > 0) begin = find_cut(open, block * kFileBlock);
  if (begin) read_from(open, index, block, *begin);
  if (open.stamp() != stamp) outcomes_.push_back({index, Outcome::kChanged});
}

void FileReader::read_from(File& open, std::size_t index, std::uint64_t block, std::uint64_t begin) {
  const std::uint64_t size = job_->stamps[index].size;
  encoder_.begin_document(begin);
  std::uint64_t at = begin;
  for (std::uint64_t next = (block + 1) * kFileBlock; at < size; next += kFileBlock) {
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

void FileReader::feed(std::size_t i, std::size_t end) {
  for (; i < end; i += kJudgedBytes) {
    job_->control.check();
    encoder_.feed(buffer_.data() + i, std::min(end - i, kJudgedBytes));
  }
}

bool FileReader::feed_from(File& file, std::uint64_t at, std::uint64_t until) {
  job_->control.check();
  const auto size = static_cast<std::size_t>(until - at);
  buffer_.resize(size);
  const std::size_t got = file.read_at(buffer_.data(), size, at);
  job_->control.advance(got);
  feed(0, got);
  return got == size;
}

std::optional<std::uint64_t> FileReader::find_cut(File& file, std::uint64_t from) {
  for (const std::size_t window : {std::size_t{512}, kCutWindow}) {
    std::uint8_t* bytes = window_;
    const std::size_t got = file.read_at(bytes, window, from - 3);
    for (std::size_t i = 3; i + 3 <= got; ++i) {
      if (is_safe_cut(bytes + i, job_->classes, job_->joining)) return from - 3 + i;
    }
  }
  return std::nullopt;
}

void FileReader::report_bad_bytes(std::size_t index) {
  const BadBytes& bad = encoder_.bad();
  if (bad.total > 0) outcomes_.push_back({index, Outcome::kInvalidBytes, bad.first, bad.total});
}

}  // namespace newword
