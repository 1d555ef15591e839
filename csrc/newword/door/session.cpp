#include "newword/door/session.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "newword/count_build/count_dump.hpp"
#include "newword/count_build/count_score.hpp"
#include "newword/count_file/count_lookup.hpp"
#include "newword/ngrams/score.hpp"
#include "newword/search/matcher.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

/// How a middle dot between Han or kana is spelled, whichever was written.
constexpr std::string_view kNameDot = "\u00B7";

std::uint64_t code_points(const std::string& utf8) {
  return static_cast<std::uint64_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char b) { return (static_cast<unsigned char>(b) & 0xC0) != 0x80; }));
}

}  // namespace

Session::Session(unsigned threads, Joining joining, MemoryBudget budget)
    : threads_(std::max(1u, threads)),
      joining_(joining),
      budget_(std::move(budget)),
      classes_(std::make_unique<BmpClasses>()),
      surfaces_(std::make_unique<SurfaceTable>()),
      encoder_(*surfaces_, *classes_, joining),
      text_(budget_),
      documents_(budget_) {
  require(budget_, least_count_bytes(0, threads_), "reading and counting");
}

void Session::feed(const std::uint8_t* bytes, std::size_t size) {
  refuse_late_text();
  encoder_.feed(bytes, size);
  bytes_read_ += size;
  take_encoded();
}

void Session::end_document() {
  refuse_late_text();
  encoder_.end_document();
  take_encoded();
  documents_.end_at(text_.size());
}

void Session::start_reading(std::vector<FileToRead> files) {
  end_document();
  document_files_.clear();
  job_.start([this, files = std::move(files)](JobControl& control) {
    const auto end_document = [this](std::size_t place, std::size_t file) {
      if (documents_.end_at(place)) document_files_.push_back(file);
    };
    try {
      outcomes_ = read_files(
          files, *classes_, joining_, threads_, *surfaces_, text_, ledger_, control, [this] { check_forms(); },
          end_document, lone_characters_);
    } catch (...) {
      text_.append({&kBoundary, 1});  // nothing joins what was read so far
      documents_.end_at(text_.size());
      throw;
    }
    bytes_read_ += control.done();
  });
}

void Session::start_counting(unsigned max_order, Count min_count, std::size_t buffer_bytes) {
  CountOptions options;
  options.max_order = max_order;
  options.min_count = min_count;
  options.threads = threads_;
  if (buffer_bytes > 0) options.buffer_bytes = buffer_bytes;
  check(options);
  require_text();
  job_.start([this, options](JobControl& control) {
    seal(control);
    lattice_.reset();
    table_.reset();
    CountOptions within = options;
    within.budget = free_budget();
    auto table = std::make_shared<NgramTable>(count_ngrams(text_, within, control));
    add_cohesion(*table, threads_, within.budget, control);
    table_ = std::move(table);
  });
}

void Session::start_writing_counts(int descriptor, std::string path, unsigned order, std::uint64_t documents,
                                   Shards shards, std::size_t buffer_bytes, std::size_t block_bytes) {
  require_text();
  if (order < 1 || order > kMaxOrder) throw std::invalid_argument("order must be 1..16");
  DumpOptions options;
  options.threads = threads_;
  if (buffer_bytes > 0) options.buffer_bytes = buffer_bytes;
  if (block_bytes > 0) options.block_bytes = block_bytes;
  job_.start([=, this](JobControl& control) {
    seal(control);
    CountFileHeader header;
    header.order = order;
    header.joining = joining_;
    header.units = text_.units();
    header.runs = text_.histogram()[kBoundary] - 1;
    header.documents = documents;
    header.shards = shards;
    header.sources = ledger_.sources();
    header.symbols = symbol_forms(text_.alphabet(), surfaces_->surfaces(), text_.surface_counts());
    DumpOptions within = options;
    within.buffer_bytes = std::min(options.buffer_bytes, free_budget().part(3));
    Output output(descriptor, path);
    dump_counts(text_, header, within, output, control);
  });
}

void Session::start_adopting(std::string path, unsigned max_order, Count min_count, std::size_t buffer_bytes,
                             bool keeps_text, std::optional<Digest> expected) {
  end_document();
  if (!keeps_text && text_.size() > 1) throw std::logic_error("a text was read where counts alone were wanted");
  ScoreOptions options;
  options.max_order = max_order;
  options.min_count = min_count;
  options.threads = threads_;
  if (buffer_bytes > 0) options.buffer_bytes = buffer_bytes;
  job_.start([=, this](JobControl& control) {
    const CountFileReader file(path);
    if (expected && file.digest() != *expected)
      file.fail(0, "another file took its place while it was read; run again");
    ScoreOptions within = options;
    within.budget = free_budget();
    auto table = std::make_shared<NgramTable>(score_counts(file, within, control));
    add_cohesion(*table, threads_, free_budget(), control);
    if (keeps_text) {
      seal_with(file.header(), *table, control);
    } else {
      text_.adopt(alphabet_of(file.header().symbols), file.header().histogram());
    }
    lattice_.reset();
    table_ = std::move(table);
  });
}

/// Seals the text with the units of both, and renumbers the table by them: ranks stay in order.
void Session::seal_with(const CountFileHeader& header, NgramTable& table, JobControl& control) {
  std::vector<std::uint64_t> elsewhere(1);
  for (const SymbolForms& symbol : header.symbols) {
    for (const auto& [surface, count] : symbol.surfaces) {
      const Symbol number = surfaces_->intern(surface);
      if (number >= elsewhere.size()) elsewhere.resize(number + 1);
      elsewhere[number] = count;
    }
  }
  documents_.close();
  text_.seal(*surfaces_, threads_, control, elsewhere);
  std::vector<Symbol> rank_of{kBoundary};
  for (const SymbolForms& symbol : header.symbols) rank_of.push_back(text_.alphabet().find(symbol.folded));
  for (unsigned order = 1; order <= table.max_order(); ++order) {
    Level& level = table.level(order);
    for (std::size_t i = 0; i < level.size(); ++i) level.symbol[i] = rank_of[level.symbol[i]];
    level.release(0, level.size() + 1);
  }
}

void Session::start_sealing_as(std::vector<std::pair<std::string, Count>> surfaces) {
  end_document();
  job_.start([this, surfaces = std::move(surfaces)](JobControl& control) {
    std::vector<std::uint64_t> elsewhere(surfaces_->size() + 1);
    const std::size_t own = elsewhere.size();
    std::size_t met = 1;
    for (const auto& [surface, count] : surfaces) {
      const Symbol number = surfaces_->intern(surface);
      if (number >= elsewhere.size()) elsewhere.resize(number + 1);
      met += number < own;
      elsewhere[number] = count;
    }
    if (met != own) throw std::invalid_argument("a part of a text has units that the whole lacks");
    documents_.close();
    text_.seal(*surfaces_, threads_, control, elsewhere);
  });
}

void Session::adopt_table(std::shared_ptr<NgramTable> table) {
  if (!text_.is_sealed()) throw std::logic_error("a table was given before the text was sealed");
  lattice_.reset();
  table_ = std::move(table);
}

std::vector<std::pair<std::string, Count>> Session::surface_counts() const {
  std::vector<std::pair<std::string, Count>> counts;
  for (std::size_t i = 0; i < surfaces_->surfaces().size(); ++i) {
    const Count count = text_.surface_counts()[i + 1];
    if (count > 0) counts.emplace_back(surfaces_->surfaces()[i], count);
  }
  return counts;
}

void Session::start_connecting(KeptNgrams kept, Count min_count) {
  require_text();
  job_.start([this, kept = std::move(kept), min_count](JobControl& control) {
    const Matcher matcher(*table_, kept, text_.alphabet().size());
    pieces_ = connect(text_, *table_, matcher, min_count, threads_, control);
  });
}

void Session::start_finding(std::vector<std::string> strings, std::size_t sample_size) {
  require_text();
  job_.start([this, strings = std::move(strings), sample_size](JobControl& control) {
    seal(control);
    strings_ = symbols_of(strings, text_.alphabet());
    occurrences_ = find_occurrences(text_, strings_, sample_size, control);
  });
}

void Session::start_dispersing(std::vector<std::string> strings, std::vector<Count> counts,
                               std::vector<std::int64_t> times) {
  require_text();
  if (counts.size() != strings.size()) throw std::invalid_argument("every string needs its count");
  job_.start(
      [this, strings = std::move(strings), counts = std::move(counts), times = std::move(times)](JobControl& control) {
        seal(control);
        if (!times.empty() && times.size() != documents_.size()) {
          throw std::invalid_argument("every document needs its time");
        }
        dispersions_ = find_dispersion(text_, documents_, symbols_of(strings, text_.alphabet()), counts, times,
                                       threads_, free_budget(), control);
      });
}

void Session::start_slicing(std::vector<std::string> strings, std::vector<std::uint32_t> slices,
                            std::size_t slice_count) {
  require_text();
  job_.start([this, strings = std::move(strings), slices = std::move(slices), slice_count](JobControl& control) {
    seal(control);
    if (slices.size() != documents_.size()) throw std::invalid_argument("every document needs its slice");
    slice_counts_ = find_slice_counts(text_, documents_, symbols_of(strings, text_.alphabet()), slices, slice_count,
                                      threads_, free_budget(), control);
  });
}

void Session::start_looking_up(std::string path, std::vector<std::string> strings) {
  job_.start([this, path = std::move(path), strings = std::move(strings)](JobControl& control) {
    const CountFileReader file(path);
    const std::vector<std::vector<Symbol>> symbols = symbols_of(strings, alphabet_of(file.header().symbols));
    looked_up_ = look_up(file, symbols, threads_, control);
    looked_up_units_.clear();
    for (const auto& string : symbols) looked_up_units_.push_back(narrow<std::uint32_t>(string.size()));
  });
}

void Session::start_building_lattice() {
  job_.start([this](JobControl& control) { (void)build_lattice(control); });
}

void Session::start_expecting(ExpectationOptions options) {
  job_.start([this, options = std::move(options)](JobControl& control) {
    posteriors_ = expect(build_lattice(control), options, threads_, control);
  });
}

void Session::start_counting_tagged(std::shared_ptr<const NgramModel> model, TagWeights weights) {
  require_text();
  if (table_ == nullptr) throw std::logic_error("nothing was counted");
  job_.start([this, model = std::move(model), weights](JobControl& control) {
    tagged_ = count_tagged(text_, *table_, *model, weights, threads_, control);
  });
}

void Session::start_tagging(TagWeights weights) {
  job_.start([this, weights](JobControl& control) {
    tag_posteriors_ = find_tag_posteriors(build_lattice(control), weights, threads_, control);
  });
}

void Session::start_finding_gaps() {
  job_.start([this](JobControl& control) { gaps_ = find_text_gaps(build_lattice(control), threads_, control); });
}

void Session::start_segmenting(Columns probabilities, double least_unit, bool with_begins) {
  job_.start([this, probabilities = std::move(probabilities), least_unit, with_begins](JobControl& control) {
    segmentation_ = segment(build_lattice(control), probabilities, least_unit, with_begins, threads_, control);
  });
}

std::uint64_t Session::units() {
  JobControl control;
  seal(control);
  return text_.units();
}

std::vector<Symbol> Session::symbols_of(const std::string& utf8) const {
  return symbols_of(std::vector{utf8}, text_.alphabet()).front();
}

std::vector<std::vector<Symbol>> Session::symbols_of(const std::vector<std::string>& utf8,
                                                     const Alphabet& alphabet) const {
  SurfaceTable surfaces;
  Encoder encoder(surfaces, *classes_, joining_);
  std::vector<std::vector<Symbol>> strings(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    encoder.shorten(0);
    // A script character behind the string shows whether a boundary ends it.
    const std::string fenced = utf8[i] + "\u4E00";
    encoder.feed(reinterpret_cast<const std::uint8_t*>(fenced.data()), fenced.size());
    encoder.end_document();
    std::span<const Symbol> numbers = encoder.out().span();
    numbers = numbers.first(numbers.size() - 2);  // without the fence and the end of the document
    const bool is_known = std::all_of(numbers.begin(), numbers.end(), [&](Symbol number) {
      if (number == kBoundary) return false;
      const Symbol symbol = alphabet.find(fold_case(surfaces.surfaces()[number - 1]));
      strings[i].push_back(symbol);
      return symbol != kBoundary;
    });
    if (!is_known) strings[i].clear();
  }
  return strings;
}

Spelled Session::spell_found() const {
  Spelled spelled;
  for (const auto& symbols : strings_) spell(symbols, spelled);
  return spelled;
}

std::vector<std::uint8_t> Session::holds_script(const NgramTable& table, unsigned order) const {
  const std::vector<bool>& is_script = text_.alphabet().is_script;
  std::vector<std::uint8_t> holds;
  for (unsigned n = 1; n <= order; ++n) {
    const Level& level = table.level(n);
    std::vector<std::uint8_t> next(level.size());
    for (std::size_t i = 0; i < level.size(); ++i) next[i] = is_script[level.symbol[i] - 1];
    if (n > 1) {
      const Level& parents = table.level(n - 1);
      for (std::size_t p = 0; p < parents.size(); ++p) {
        if (!holds[p]) continue;
        std::fill(next.begin() + parents.first_child[p], next.begin() + parents.first_child[p + 1], 1);
      }
    }
    holds = std::move(next);
  }
  return holds;
}

Spelled Session::spell_ngrams(const NgramTable& table, unsigned order, const std::vector<NodeIndex>& indices) const {
  Spelled spelled;
  for (const NodeIndex i : indices) spell(table.symbols_of({order, i}), spelled);
  return spelled;
}

Spelled Session::spell_pieces() const {
  Spelled spelled;
  for (const Piece& piece : pieces_) spell(piece.symbols, spelled);
  return spelled;
}

std::string Session::context(std::size_t begin, std::size_t string, std::size_t around, std::uint32_t& offset) const {
  const std::size_t size = strings_[string].size();
  return text_.visit([&](auto symbols) {
    std::size_t first = begin, last = begin + size;
    while (begin - first < around && symbols[first - 1] != kBoundary) --first;
    while (last - begin - size < around && symbols[last] != kBoundary) ++last;
    std::string utf8;
    for (std::size_t i = first; i < last; ++i) {
      if (i == begin) offset = narrow<std::uint32_t>(code_points(utf8));
      utf8 += text_.alphabet().shown[symbols[i] - 1];
    }
    return utf8;
  });
}

Spelled Session::name_passages(std::size_t around, std::vector<std::uint32_t>& documents) const {
  Spelled passages;
  documents.clear();
  const std::vector<std::size_t>& dots = text_.name_dots();
  const auto is_dot = [&](std::size_t place) { return std::binary_search(dots.begin(), dots.end(), place); };
  text_.visit([&](auto symbols) {
    std::uint64_t length = 0;
    for (std::size_t d = 0; d < dots.size(); ++d) {
      std::size_t first = dots[d], last = dots[d];
      while (dots[d] - first < around && symbols[first - 1] != kBoundary) --first;
      const bool is_near = dots[d] - first < around;
      if (is_near && is_dot(first - 1)) continue;  // told with the dot before
      for (std::size_t n = 0; n < around;) {
        ++last;
        if (symbols[last] == kBoundary && !is_dot(last)) break;
        n = symbols[last] == kBoundary ? 0 : n + 1;
      }
      const bool is_cut = symbols[first - 1] != kBoundary;
      std::string passage = is_cut ? "" : "\n";
      for (std::size_t i = first; i < last || (i == last && symbols[i] != kBoundary); ++i) {
        passage += symbols[i] == kBoundary ? std::string(kNameDot) : text_.alphabet().shown[symbols[i] - 1];
      }
      if (symbols[last] == kBoundary) passage += '\n';
      passages.utf8 += passage;
      length += code_points(passage);
      passages.ends.push_back(length);
      documents.push_back(narrow<std::uint32_t>(documents_.number_of(dots[d])));
    }
  });
  return passages;
}

std::string Session::spell_text(std::size_t& place) const {
  constexpr std::size_t kPart = std::size_t{1} << 18;
  std::string utf8;
  const std::size_t first = std::max<std::size_t>(place, 1);  // behind the boundary that a text begins with
  const std::size_t end = std::min(text_.size(), first + kPart);
  std::size_t document = documents_.number_of(first);
  const std::vector<std::size_t>& dots = text_.name_dots();
  auto dot = std::lower_bound(dots.begin(), dots.end(), first);
  text_.visit([&](auto symbols) {
    for (std::size_t i = first; i < end; ++i) {
      if (symbols[i] != kBoundary) {
        utf8 += text_.alphabet().shown[symbols[i] - 1];
      } else if (dot != dots.end() && *dot == i) {
        utf8 += kNameDot;
        ++dot;
      } else {
        const bool ends_document = document < documents_.size() && i + 1 == documents_.end_of(document);
        document += ends_document;
        utf8 += ends_document ? '\f' : '\n';
      }
    }
  });
  text_.release(first, end);
  place = end;
  return utf8;
}

void Session::refuse_late_text() const {
  if (text_.is_closed()) throw std::logic_error("text was given after counting began");
}

void Session::require_text() const {
  if (!text_.has_symbols()) throw std::logic_error("this session has the counts of a file and no text");
}

void Session::check_forms() {
  if (!budget_.is_limited()) return;
  const std::uint64_t forms = surfaces_->bytes(threads_);
  require(budget_, forms + forms / 2 + least_count_bytes(surfaces_->size(), threads_),
          "the distinct units of this text");
}

MemoryBudget Session::free_budget() {
  MemoryBudget free = budget_;
  if (!free.is_limited()) return free;
  const std::uint64_t taken = surfaces_->bytes(threads_) + text_.bytes_in_memory() + documents_.bytes_in_memory() +
                              (table_ ? table_->bytes_in_memory() : 0);
  require(budget_, taken + least_count_bytes(text_.alphabet().size(), threads_), "counting");
  free.bytes -= taken;
  free.outside_bytes += taken;
  return free;
}

void Session::take_encoded() {
  check_forms();
  text_.append(encoder_.out().span(), encoder_.name_dots());
  encoder_.shorten(0);
}

void Session::seal(JobControl& control) {
  if (!text_.is_closed()) end_document();
  documents_.close();
  if (!text_.is_sealed()) text_.seal(*surfaces_, threads_, control);
}

const Lattice& Session::build_lattice(JobControl& control) {
  if (!table_) throw std::logic_error("a word lattice was asked for before anything was counted");
  require_text();
  if (!lattice_) lattice_ = std::make_unique<Lattice>(table_, text_, threads_, free_budget(), control);
  return *lattice_;
}

void Session::spell(std::span<const Symbol> symbols, Spelled& into) const {
  std::uint64_t length = into.ends.empty() ? 0 : into.ends.back();
  for (const Symbol s : symbols) {
    const std::string& shown = text_.alphabet().shown[s - 1];
    into.utf8 += shown;
    length += code_points(shown);
  }
  into.ends.push_back(length);
}

}  // namespace newword
