#include "newword/text/addresses.hpp"

#include <algorithm>
#include <iterator>

namespace newword {

namespace {

constexpr std::u32string_view kSchemes[] = {U"http", U"https", U"ftp", U"ftps", U"file", U"ed2k", U"magnet"};

/// The last part of names of machines; `.net` is left out for the sake of ASP.NET.
constexpr std::u32string_view kDomains[] = {U"com", U"cn", U"org", U"gov", U"edu", U"info",
                                            U"biz", U"tw", U"hk",  U"jp",  U"kr",  U"th"};

constexpr std::u32string_view kFileEndings[] = {
    U"txt",  U"doc",  U"docx", U"xls", U"xlsx", U"ppt", U"pptx",    U"pdf",  U"csv", U"jpg", U"jpeg",
    U"png",  U"gif",  U"bmp",  U"zip", U"rar",  U"7z",  U"gz",      U"tar",  U"exe", U"apk", U"dll",
    U"iso",  U"mp3",  U"mp4",  U"avi", U"mkv",  U"wmv", U"htm",     U"html", U"php", U"jsp", U"asp",
    U"aspx", U"json", U"xml",  U"ini", U"log",  U"bat", U"torrent", U"epub", U"rmvb"};

char32_t small(char32_t c) { return c >= U'A' && c <= U'Z' ? c + 0x20 : c; }

bool is_same(std::u32string_view word, std::u32string_view small_word) {
  return std::equal(word.begin(), word.end(), small_word.begin(), small_word.end(),
                    [](char32_t a, char32_t b) { return small(a) == b; });
}

template <std::size_t size>
bool is_among(std::u32string_view word, const std::u32string_view (&small_words)[size]) {
  return std::any_of(std::begin(small_words), std::end(small_words), [&](auto one) { return is_same(word, one); });
}

/// What follows the last full stop; nothing where there is none.
std::u32string_view ending(std::u32string_view word) {
  const std::size_t dot = word.rfind(U'.');
  return dot == std::u32string_view::npos ? std::u32string_view{} : word.substr(dot + 1);
}

}  // namespace

bool is_scheme(std::u32string_view word) { return is_among(word, kSchemes); }

bool is_host(std::u32string_view word) {
  constexpr std::u32string_view kPrefix = U"www.";
  return is_same(word.substr(0, kPrefix.size()), kPrefix) || is_among(ending(word), kDomains);
}

bool is_address_or_file(std::u32string_view word) { return is_host(word) || is_among(ending(word), kFileEndings); }

}  // namespace newword
