#include "newword/count/trie_assembly.hpp"

#include <utility>

#include "newword/system/errors.hpp"

namespace newword {

namespace {

constexpr std::size_t kNodesBetweenChecks = 1 << 12;

class Assembly {
 public:
  Assembly(Findings findings, JobControl& control) : f_(std::move(findings)), control_(control) {}

  NgramTable run() {
    const std::span<const Step> steps = f_.steps;
    std::vector<Level> levels(f_.max_order);
    std::vector<std::size_t> begin(steps.size()), child_begin(steps.size());
    std::size_t bytes_in_memory = 0;
    for (unsigned depth = f_.max_order; depth >= 1; --depth) {
      std::size_t size = 0;
      for (std::size_t s = 0; s < steps.size(); ++s) {
        begin[s] = size;
        size += nodes_of(steps[s], depth);
      }
      (void)narrow<NodeIndex>(size);
      bytes_in_memory += size * Level::kBytesPerNode;
      const bool is_large = bytes_in_memory > f_.budget.part(3);
      if (is_large) bytes_in_memory -= size * Level::kBytesPerNode;
      Level& level = levels[depth - 1];
      level.resize(size, is_large ? &f_.budget.temp_dir : nullptr);
      fill(level, depth, begin, child_begin);
      const std::size_t next_size = depth < f_.max_order ? levels[depth].size() : 0;
      level.first_child[size] = static_cast<NodeIndex>(next_size);
      for (FoundNodes& found : f_.found) found[depth - 1] = {};
      std::swap(begin, child_begin);
    }
    return NgramTable(std::move(levels), f_.units);
  }

 private:
  [[nodiscard]] const NodeSpan& span(std::size_t bucket, unsigned depth) const {
    return f_.spans[bucket * f_.max_order + depth - 1];
  }

  [[nodiscard]] std::size_t nodes_of(Step step, unsigned depth) const {
    return step.is_split ? f_.splits[step.index].depth == depth : span(step.index, depth).size();
  }

  void fill(Level& level, unsigned depth, const std::vector<std::size_t>& begin,
            const std::vector<std::size_t>& child_begin) {
    const std::span<const Step> steps = f_.steps;
    Tickets tickets(steps.size());
    run_workers(f_.threads, control_, [&](unsigned) {
      for (std::size_t s; (s = tickets.take()) < steps.size();) {
        if (steps[s].is_split) {
          take_split(f_.splits[steps[s].index], depth, level, begin[s], child_begin[s]);
        } else {
          move_bucket(steps[s].index, depth, level, begin[s], child_begin[s]);
        }
      }
    });
  }

  static void take_split(const Split& split, unsigned depth, Level& level, std::size_t to, std::size_t children) {
    if (split.depth != depth) return;
    // Its longer n-grams are those of the steps that follow.
    put(level, to,
        {split.symbol, static_cast<NodeIndex>(children), split.count, split.left_variety, split.right_variety,
         split.left_entropy, split.right_entropy});
  }

  void move_bucket(std::size_t bucket, unsigned depth, Level& level, std::size_t to, std::size_t children) {
    const Paged<FoundNode>& found = f_.found[f_.owners[bucket]][depth - 1];
    const std::size_t children_before = depth < f_.max_order ? span(bucket, depth + 1).begin : 0;
    const NodeSpan nodes = span(bucket, depth);
    for (std::size_t i = nodes.begin; i < nodes.end; ++i, ++to) {
      if (to % kNodesBetweenChecks == 0) {
        control_.check();
        release_if_large(level, depth);
      }
      FoundNode node = found[i];
      node.first_child =
          static_cast<NodeIndex>(depth < f_.max_order ? node.first_child - children_before + children : 0);
      put(level, to, node);
    }
  }

  void release_if_large(const Level& level, unsigned depth) const {
    const bool is_in_files = level.is_mapped() || f_.found.front()[depth - 1].is_mapped();
    if (!is_in_files || !mapped_memory_exceeds(f_.budget)) return;
    level.release(0, level.size() + 1);
    for (const FoundNodes& found : f_.found) found[depth - 1].release();
  }

  static void put(Level& level, std::size_t to, const FoundNode& node) {
    level.symbol[to] = node.symbol;
    level.first_child[to] = node.first_child;
    level.count[to] = node.count;
    level.left_variety[to] = node.left_variety;
    level.right_variety[to] = node.right_variety;
    level.left_entropy[to] = node.left_entropy;
    level.right_entropy[to] = node.right_entropy;
    level.cohesion[to] = 0;
  }

  Findings f_;
  JobControl& control_;
};

}  // namespace

NgramTable assemble(Findings findings, JobControl& control) { return Assembly(std::move(findings), control).run(); }

}  // namespace newword
