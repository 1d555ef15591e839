#include "newword/count/pass_bins.hpp"

#include <algorithm>

namespace newword {

PassBins::PassBins(std::size_t passes, unsigned workers, std::size_t window_bytes, std::size_t chunk_bytes,
                   const std::string& directory)
    : passes_(passes),
      window_bytes_(window_bytes),
      chunk_windows_(std::max<std::size_t>(1, chunk_bytes / window_bytes)),
      bins_(workers * passes),
      memory_(workers * passes * this->chunk_bytes()),
      ends_(workers) {
  for (unsigned worker = 0; worker < workers; ++worker) files_.emplace_back(directory);
}

void PassBins::write(unsigned worker, Bin& bin) {
  const std::size_t pass = static_cast<std::size_t>(&bin - &bins_[worker * passes_]);
  files_[worker].write(ends_[worker], chunk(worker, pass), chunk_bytes());
  bin.chunks.push_back(ends_[worker]);
  bin.filled = 0;
  ends_[worker] += chunk_bytes();
}

void PassBins::clear() {
  for (Bin& bin : bins_) {
    bin.chunks.clear();
    bin.filled = 0;
  }
  std::fill(ends_.begin(), ends_.end(), 0);
}

}  // namespace newword
