// Damaged count files, with the checksums made right again so that what lies behind them is reached.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "corpus_text.hpp"
#include "newword/base/crc32c.hpp"
#include "newword/base/little_endian.hpp"
#include "newword/count_build/count_score.hpp"
#include "newword/count_file/count_lookup.hpp"
#include "newword/count_file/count_merge.hpp"
#include "newword/lm/kneser_ney.hpp"
#include "newword/ngrams/score.hpp"

namespace {

using namespace newword;

/// Puts the right checksums where those of a count file stand.
void repair(std::string& file) {
  if (file.size() < kPreambleBytes + kFooterBytes) return;
  auto* const p = reinterpret_cast<std::uint8_t*>(file.data());
  std::uint8_t* const footer = p + file.size() - kFooterBytes;
  std::copy(kCountFileMagic.begin(), kCountFileMagic.end(), p);
  store_u32(p + 8, kCountFileVersion);
  store_u64(p + 16, unit_rules_id());
  const std::uint64_t room = file.size() - kPreambleBytes - kFooterBytes;
  const std::uint64_t header = std::min(load_u64(p + 28), room);
  store_u64(p + 28, header);
  Blake2b hash;
  const std::uint8_t zeros[12] = {};
  hash.update(p, 36);
  hash.update(zeros, sizeof zeros);
  hash.update(p + kPreambleBytes, header);
  const std::uint64_t id = load_u64(hash.finish().bytes.data());
  store_u64(p + 36, id);
  store_u32(p + 44, crc32c(p, 44));
  const std::uint64_t index_bytes = std::min(load_u64(footer + 8), room - header);
  const std::uint64_t index = file.size() - kFooterBytes - index_bytes;
  std::uint64_t number = 0, entries = 0;
  for (std::uint64_t at = kPreambleBytes + header; at + kBlockHeaderBytes <= index; ++number) {
    const std::uint64_t size = std::min<std::uint64_t>(load_u32(p + at), index - at - kBlockHeaderBytes);
    store_u32(p + at, static_cast<std::uint32_t>(size));
    store_u32(p + at + 8, part_crc(id, Part::kBlock, number, load_u32(p + at + 4), p + at + kBlockHeaderBytes, size));
    entries += load_u32(p + at + 4);
    at += kBlockHeaderBytes + size;
  }
  store_u64(footer, index);
  store_u64(footer + 8, index_bytes);
  store_u64(footer + 16, number);
  store_u64(footer + 24, entries);
  store_u64(footer + 40, id);
  store_u32(footer + 48, part_crc(id, Part::kIndex, number, 0, p + index, index_bytes));
  store_u32(footer + 52, crc32c(footer, 52));
  std::copy(kCountFileEnd.begin(), kCountFileEnd.end(), footer + 56);
}

/// Runs `work` as a job of its own; what it may throw is all right.
template <class Work>
bool passes(const Work& work) {
  try {
    JobControl control;  // the failure of a job cancels it
    work(control);
    return true;
  } catch (const FormatError&) {
  } catch (const OverflowError&) {
  } catch (const BudgetError&) {
  }
  return false;
}

void check_table(const NgramTable& table) {
  for (unsigned order = 1; order <= table.max_order(); ++order) {
    const Level& level = table.level(order);
    for (std::size_t i = 0; i < level.size(); ++i) {
      FUZZ_CHECK(level.count[i] > 0);
      FUZZ_CHECK(std::isfinite(level.left_entropy[i]) && std::isfinite(level.right_entropy[i]));
      FUZZ_CHECK(std::isfinite(level.cohesion[i]));
    }
  }
}

void use(const std::string& path) {
  std::vector<std::unique_ptr<CountFileReader>> files;
  if (!passes([&](JobControl&) { files.push_back(std::make_unique<CountFileReader>(path)); })) return;
  const CountFileReader& file = *files.front();
  const bool is_sound = passes([&](JobControl& control) { verify(file, 2, control); });
  passes([&](JobControl& control) {
    ScoreOptions options;
    options.max_order = std::min(3u, file.header().order);
    options.min_count = 1;
    options.buffer_bytes = 1 << 12;
    NgramTable table = score_counts(file, options, control);
    add_cohesion(table, 1, {}, control);
    if (is_sound) check_table(table);
  });
  passes([&](JobControl& control) {
    const std::vector<Symbol> pair = {1, 1};
    (void)look_up(file, {pair, {1, 2}, {2}}, 1, control);
  });
  const fuzz::MemoryFile sum;
  Output output(sum.descriptor(), "sum");
  const bool merges = passes([&](JobControl& control) { merge_counts(files, output, control, 64); });
  if (!is_sound) return;
  FUZZ_CHECK(merges);
  if (file.header().order < 2 || file.header().units == 0) return;
  passes([&](JobControl& control) {
    const unsigned order = std::min(3u, file.header().order);
    SentenceTrie trie(file, {order, std::vector<Count>(order, 0), {}}, control);
    trie.link(1, control);
    const KneserNey model(std::move(trie), {0.5f, 1.0f, 1.5f}, 1, control);
    FUZZ_CHECK(std::isfinite(model.unknown_probability()));
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::MemoryFile file;
  fuzz::Input input(data, size);
  const bool repairs = input.byte() % 4 != 0;
  std::string content(input.rest());
  if (repairs) repair(content);
  file.replace(content);
  use(file.path());
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  std::vector<std::string> all;
  for (const unsigned order : {1u, 2u, 4u, 16u}) {
    for (const char* text : {"", "机", "机器学习，机器翻译", "aBab 机，AB 机\x1e机机机机机"}) {
      all.push_back("\1" + count_file_of(text, order, 1, order == 2 ? 16 : 0));
    }
  }
  all.push_back("\1" + count_file_of("机器学习", 2, 1, 0, {{}, 7, {1, 2, 5}}));
  return all;
}
std::vector<std::string> tokens() {
  return {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", "\x80\x80\1", std::string(8, '\0'), "机", "\1\1\1"};
}
}  // namespace newword::fuzz
