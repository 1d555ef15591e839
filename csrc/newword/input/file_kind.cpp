#include "newword/input/file_kind.hpp"

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

#include "newword/text/utf8.hpp"

namespace newword {

namespace {

std::optional<Outcome> byte_order_mark(const std::uint8_t* p, std::size_t size) {
  const auto starts_with = [&](std::initializer_list<std::uint8_t> mark) {
    return size >= mark.size() && std::equal(mark.begin(), mark.end(), p);
  };
  if (starts_with({0xFF, 0xFE, 0, 0}) || starts_with({0, 0, 0xFE, 0xFF})) return Outcome::kUtf32;
  if (starts_with({0xFF, 0xFE}) || starts_with({0xFE, 0xFF})) return Outcome::kUtf16;
  return std::nullopt;
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

}  // namespace

std::optional<Outcome> judge(const std::uint8_t* bytes, std::size_t size, bool is_explicit) {
  if (const auto mark = byte_order_mark(bytes, size)) return mark;
  if (is_packed(bytes, size)) return Outcome::kPacked;
  if (!is_explicit && size > 0 && std::memchr(bytes, 0, size) != nullptr) return Outcome::kBinary;
  return std::nullopt;
}

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

}  // namespace newword
