#include "newword/input/source_ledger.hpp"

#include <algorithm>

#include "newword/base/raw_buffer.hpp"
#include "newword/system/errors.hpp"
#include "newword/system/file.hpp"

namespace newword {

namespace {

Digest digest_of_digests(const std::vector<Digest>& pieces) {
  if (pieces.size() == 1) return pieces.front();
  Blake2b hash;
  for (const Digest& piece : pieces) hash.update(piece.bytes.data(), piece.bytes.size());
  return hash.finish();
}

bool comes_before(const Source& a, const Source& b) {
  return a.digest != b.digest ? a.digest < b.digest : a.bytes < b.bytes;
}

}  // namespace

Digest digest_of(const std::uint8_t* bytes, std::size_t size) {
  std::vector<Digest> pieces;
  for (std::size_t i = 0; i == 0 || i < size; i += kSourcePiece) {
    pieces.push_back(blake2b(bytes + i, std::min(size - i, kSourcePiece)));
  }
  return digest_of_digests(pieces);
}

Digest digest_of_file(const std::string& path, std::uint64_t size, unsigned threads, JobControl& control) {
  constexpr std::size_t kAtOnce = std::size_t{1} << 18;
  std::vector<Digest> pieces(std::max<std::uint64_t>(1, (size + kSourcePiece - 1) / kSourcePiece));
  Tickets tickets(pieces.size());
  run_workers(threads, control, [&](unsigned) {
    File file(path);
    RawBuffer<std::uint8_t> buffer(kAtOnce);
    for (std::size_t piece; (piece = tickets.take()) < pieces.size();) {
      Blake2b hash;
      const std::uint64_t end = std::min<std::uint64_t>(size, (piece + 1) * kSourcePiece);
      for (std::uint64_t at = piece * kSourcePiece; at < end;) {
        control.check();
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(end - at, kAtOnce));
        const std::size_t got = file.read_at(buffer.data(), wanted, at);
        hash.update(buffer.data(), got);
        if (got < wanted) break;
        at += got;
      }
      pieces[piece] = hash.finish();
    }
  });
  return digest_of_digests(pieces);
}

void SourceLedger::enable(std::vector<Source> known) {
  is_enabled_ = true;
  known_ = std::move(known);
  unite(known_);
}

bool SourceLedger::knows(const Digest& digest, std::uint64_t bytes) const {
  const Source source{digest, bytes, 1};
  const auto place = std::lower_bound(known_.begin(), known_.end(), source, comes_before);
  return place != known_.end() && place->is_same(source);
}

bool SourceLedger::admit(const Digest& digest, std::uint64_t bytes) {
  if (bytes == 0) return true;  // nothing, as often as one likes
  if (knows(digest, bytes)) return false;
  const std::lock_guard lock(mutex_);
  noted_.push_back({digest, bytes, 1});
  return true;
}

std::vector<Source> SourceLedger::sources() const {
  const std::lock_guard lock(mutex_);
  std::vector<Source> sources = noted_;
  unite(sources);
  return sources;
}

}  // namespace newword
