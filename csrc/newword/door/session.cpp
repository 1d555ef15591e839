#include "newword/door/session.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "newword/count/counter.hpp"
#include "newword/system/errors.hpp"

namespace newword {

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

FilesRead Session::read_files(const std::vector<FileToRead>& files, const Watch& watch) {
  end_document();
  FilesRead read;
  const ReadingTarget target = {*classes_,
                                joining_,
                                threads_,
                                *surfaces_,
                                text_,
                                ledger_,
                                lone_characters_,
                                [this] { check_forms(); },
                                [&](std::size_t place, std::size_t file) {
                                  if (documents_.end_at(place)) read.documents.push_back(file);
                                }};
  run_watched(watch, [&](JobControl& control) {
    try {
      read.outcomes = newword::read_files(files, target, control);
    } catch (...) {
      text_.append({&kBoundary, 1});  // nothing joins what was read so far
      documents_.end_at(text_.size());
      throw;
    }
    bytes_read_ += control.done();
  });
  return read;
}

std::uint64_t Session::units() {
  JobControl control;
  seal(control);
  return text_.units();
}

void Session::seal(JobControl& control, const std::vector<std::uint64_t>& elsewhere) {
  if (!text_.is_closed()) end_document();
  documents_.close();
  if (!text_.is_sealed()) text_.seal(*surfaces_, threads_, control, elsewhere);
}

void Session::stand_for(Alphabet alphabet, std::vector<std::uint64_t> histogram) {
  text_.adopt(std::move(alphabet), std::move(histogram));
}

std::vector<std::uint64_t> Session::numbered(const FormCounts& forms) {
  std::vector<std::uint64_t> counts(1);
  for (const auto& [form, count] : forms) {
    const Symbol number = surfaces_->intern(form);
    if (number >= counts.size()) counts.resize(number + 1);
    counts[number] = count;
  }
  return counts;
}

void Session::adopt_table(std::shared_ptr<NgramTable> table) {
  if (!text_.is_sealed()) throw std::logic_error("a table was given before the text was sealed");
  lattice_.reset();
  table_ = std::move(table);
}

const Lattice& Session::build_lattice(JobControl& control) {
  if (!table_) throw std::logic_error("a word lattice was asked for before anything was counted");
  require_text();
  if (!lattice_) lattice_ = std::make_unique<Lattice>(table_, text_, threads_, free_budget(), control);
  return *lattice_;
}

void Session::require_text() const {
  if (!text_.has_symbols()) throw std::logic_error("this session has the counts of a file and no text");
}

MemoryBudget Session::free_budget() const {
  MemoryBudget free = budget_;
  if (!free.is_limited()) return free;
  const std::uint64_t taken = surfaces_->bytes(threads_) + text_.bytes_in_memory() + documents_.bytes_in_memory() +
                              (table_ ? table_->bytes_in_memory() : 0);
  require(budget_, taken + least_count_bytes(text_.alphabet().size(), threads_), "counting");
  free.bytes -= taken;
  free.outside_bytes += taken;
  return free;
}

std::vector<std::vector<Symbol>> Session::symbols_of(const std::vector<std::string>& utf8,
                                                     const Alphabet& alphabet) const {
  SurfaceTable surfaces;
  Encoder encoder(surfaces, *classes_, joining_);
  std::vector<std::vector<Symbol>> strings(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    encoder.shorten(0);
    // A script character behind the string shows whether a boundary ends it.
    const std::string fenced = utf8[i] + std::string(joint()) + "\u4E00";
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

void Session::refuse_late_text() const {
  if (text_.is_closed()) throw std::logic_error("text was given after counting began");
}

void Session::check_forms() const {
  if (!budget_.is_limited()) return;
  const std::uint64_t forms = surfaces_->bytes(threads_);
  require(budget_, forms + forms / 2 + least_count_bytes(surfaces_->size(), threads_),
          "the distinct units of this text");
}

void Session::take_encoded() {
  check_forms();
  text_.append(encoder_.out().span(), encoder_.name_dots());
  encoder_.shorten(0);
}

}  // namespace newword
