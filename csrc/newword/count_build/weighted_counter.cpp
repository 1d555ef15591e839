#include "newword/count_build/weighted_counter.hpp"

namespace newword {

void NeighbourTally::summarize(const EntropyTerms& terms, Count size, Count& variety, double& entropy) const {
  EntropySum sum;
  const Count edges = counts[kBoundary];
  for (std::size_t i = 0; i < distinct; ++i) {
    if (touched[i] == kBoundary) continue;
    if (size < EntropyTerms::kSmall) {
      terms.add_small(sum, counts[touched[i]]);
    } else {
      terms.add_large(sum, counts[touched[i]]);
    }
  }
  variety = distinct - (edges > 0) + edges;
  entropy = size > 0 ? terms.entropy(size, sum) : 0;
}

}  // namespace newword
