#include "newword/door/counting.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "newword/count/counter.hpp"
#include "newword/count_build/count_dump.hpp"
#include "newword/count_build/count_score.hpp"
#include "newword/ngrams/score.hpp"
#include "newword/system/file.hpp"
#include "newword/text/char_class.hpp"

namespace newword {

namespace {

CountFileHeader header_of(Session& session, const CountsToWrite& asked) {
  const Text& text = session.text();
  CountFileHeader header;
  header.order = asked.order;
  header.joining = session.joining();
  header.units = text.units();
  header.runs = text.histogram()[kBoundary] - 1;
  header.documents = asked.documents;
  header.shards = asked.shards;
  header.sources = session.ledger().sources();
  header.symbols = symbol_forms(text.alphabet(), session.surfaces().surfaces(), text.surface_counts());
  return header;
}

/// Seals the text with the units of both, and renumbers the table by them: ranks stay in order.
void seal_with(Session& session, const CountFileHeader& header, NgramTable& table, JobControl& control) {
  FormCounts forms;
  for (const SymbolForms& symbol : header.symbols) {
    forms.insert(forms.end(), symbol.surfaces.begin(), symbol.surfaces.end());
  }
  session.seal(control, session.numbered(forms));
  std::vector<Symbol> rank_of{kBoundary};
  for (const SymbolForms& symbol : header.symbols) {
    rank_of.push_back(session.text().alphabet().find(symbol.folded));
  }
  for (unsigned order = 1; order <= table.max_order(); ++order) {
    Level& level = table.level(order);
    for (std::size_t i = 0; i < level.size(); ++i) level.symbol[i] = rank_of[level.symbol[i]];
    level.release(0, level.size() + 1);
  }
}

}  // namespace

std::shared_ptr<NgramTable> count_ngrams(Session& session, unsigned max_order, Count min_count,
                                         std::size_t buffer_bytes, const Watch& watch) {
  CountOptions options;
  options.max_order = max_order;
  options.min_count = min_count;
  options.threads = session.threads();
  options.buffer_bytes = buffer_bytes;
  check(options);
  session.require_text();
  run_watched(watch, [&](JobControl& control) {
    session.seal(control);
    session.adopt_table(nullptr);
    options.budget = session.free_budget();
    auto table = std::make_shared<NgramTable>(count_ngrams(session.text(), options, control));
    add_cohesion(*table, session.threads(), options.budget, control);
    session.adopt_table(std::move(table));
  });
  return session.table();
}

void write_counts(Session& session, const CountsToWrite& asked, const Watch& watch) {
  session.require_text();
  if (asked.order < 1 || asked.order > kMaxOrder) throw std::invalid_argument("order must be 1..16");
  run_watched(watch, [&](JobControl& control) {
    session.seal(control);
    const CountFileHeader header = header_of(session, asked);
    DumpOptions options;
    options.threads = session.threads();
    if (asked.buffer_bytes > 0) options.buffer_bytes = asked.buffer_bytes;
    if (asked.block_bytes > 0) options.block_bytes = asked.block_bytes;
    options.buffer_bytes = std::min(options.buffer_bytes, session.free_budget().part(3));
    Output output(asked.descriptor, asked.path);
    dump_counts(session.text(), header, options, output, control);
  });
}

std::shared_ptr<NgramTable> adopt_counts(Session& session, const CountsToAdopt& asked, const Watch& watch) {
  session.end_document();
  if (!asked.keeps_text && session.text().size() > 1) {
    throw std::logic_error("a text was read where counts alone were wanted");
  }
  run_watched(watch, [&](JobControl& control) {
    const CountFileReader file(asked.path);
    if (asked.expected && file.digest() != *asked.expected)
      file.fail(0, "another file took its place while it was read; run again");
    ScoreOptions options;
    options.max_order = asked.max_order;
    options.min_count = asked.min_count;
    options.threads = session.threads();
    options.buffer_bytes = asked.buffer_bytes;
    options.budget = session.free_budget();
    auto table = std::make_shared<NgramTable>(score_counts(file, options, control));
    add_cohesion(*table, session.threads(), session.free_budget(), control);
    if (asked.keeps_text) {
      seal_with(session, file.header(), *table, control);
    } else {
      session.stand_for(alphabet_of(file.header().symbols), file.header().histogram());
    }
    session.adopt_table(std::move(table));
  });
  return session.table();
}

FormCounts surface_counts(const Session& session) {
  const std::vector<std::string>& forms = session.surfaces().surfaces();
  FormCounts counts;
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const Count count = session.text().surface_counts()[i + 1];
    if (count > 0) counts.emplace_back(forms[i], count);
  }
  return counts;
}

void seal_as(Session& session, const FormCounts& forms, const Watch& watch) {
  session.end_document();
  run_watched(watch, [&](JobControl& control) {
    const std::vector<std::string>& known = session.surfaces().surfaces();
    const std::size_t own = known.size();
    const std::vector<std::uint64_t> counts = session.numbered(forms);
    const std::size_t added = known.size() - own;
    if (forms.size() - added != own) throw std::invalid_argument("a part of a text has units that the whole lacks");
    session.seal(control, counts);
  });
}

std::vector<Count> unit_histogram(const Session& session, const FormCounts& forms, Count runs) {
  const Alphabet& alphabet = session.text().alphabet();
  std::vector<Count> histogram(alphabet.size() + 1);
  for (const auto& [form, count] : forms) {
    Count& sum = histogram[alphabet.find(fold_case(form))];
    sum = checked_add(sum, count);
  }
  histogram[kBoundary] = runs;
  return histogram;
}

std::shared_ptr<NgramTable> join_parts(Session& session, const PartPlan& plan, std::vector<CountedPart> counted,
                                       std::uint64_t units, const Watch& watch) {
  run_watched(watch, [&](JobControl& control) {
    const WindowParts parts(plan.histogram, plan.min_count, plan.most);
    const MemoryBudget budget = session.free_budget();
    auto table = std::make_shared<NgramTable>(join_parts(parts.all(), std::move(counted), plan.histogram.size() - 1,
                                                         plan.max_order, units, session.threads(), budget, control));
    add_cohesion(*table, session.threads(), budget, control);
    session.adopt_table(std::move(table));
  });
  return session.table();
}

std::shared_ptr<NgramTable> empty_table(const std::vector<std::size_t>& sizes, std::uint64_t units) {
  std::vector<Level> levels(sizes.size());
  for (std::size_t d = 0; d < sizes.size(); ++d) levels[d].resize(sizes[d]);
  return std::make_shared<NgramTable>(std::move(levels), units);
}

}  // namespace newword
