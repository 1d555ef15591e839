// Small texts as sessions, and their count files.
#pragma once

#include <cstdio>

#include "fuzz.hpp"
#include "newword/door/counting.hpp"
#include "newword/system/errors.hpp"

namespace newword::fuzz {

/// Feeds a text; a byte 0x1E ends a document.
inline void feed(Session& session, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\x1e', at), text.size());
    if (end > at) session.feed(bytes_of(text) + at, end - at);
    session.end_document();
    at = end + 1;
  }
}

/// Writes the count file of a session's text and returns it.
inline std::string count_file_of(Session& session, unsigned order, std::size_t block_bytes = 0,
                                 const Shards& shards = {}) {
  const MemoryFile file;
  write_counts(session, {file.descriptor(), "counts", order, session.documents(), shards, 1 << 12, block_bytes});
  return file.content();
}

inline std::string count_file_of(std::string_view text, unsigned order, unsigned threads = 1,
                                 std::size_t block_bytes = 0, const Shards& shards = {}) {
  Session session(threads, {});
  feed(session, text);
  return count_file_of(session, order, block_bytes, shards);
}

/// Equal to the last bit.
inline bool same_tables(const NgramTable& a, const NgramTable& b) {
  if (a.max_order() != b.max_order() || a.units() != b.units()) return false;
  for (unsigned order = 1; order <= a.max_order(); ++order) {
    const Level &x = a.level(order), &y = b.level(order);
    if (x.size() != y.size()) return false;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (x.symbol[i] != y.symbol[i] || x.count[i] != y.count[i] || x.left_variety[i] != y.left_variety[i] ||
          x.right_variety[i] != y.right_variety[i] || x.left_entropy[i] != y.left_entropy[i] ||
          x.right_entropy[i] != y.right_entropy[i] || x.cohesion[i] != y.cohesion[i]) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace newword::fuzz
