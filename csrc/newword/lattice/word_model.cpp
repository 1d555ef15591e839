#include "newword/lattice/word_model.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "newword/lattice/lattice_window.hpp"

namespace newword {

namespace {

/// Below this, the weight of a path could vanish between two rescues (lattice_window.hpp).
constexpr double kLeastUnit = 1e-12;

void check_columns(const Lattice& lattice, const Columns& columns, const char* what) {
  if (columns.empty()) return;
  for (unsigned order = 1; order <= lattice.max_order(); ++order) {
    const std::size_t size = lattice.ngrams().level(order).size();
    if (order < columns.size() && (columns[order].empty() || columns[order].size() == size)) continue;
    throw std::invalid_argument(std::string(what) + " need " + std::to_string(size) + " values for order " +
                                std::to_string(order));
  }
}

Columns table_counts(const NgramTable& table, unsigned max_order) {
  Columns counts(max_order + 1);
  for (unsigned order = 1; order <= max_order; ++order) {
    const auto column = table.level(order).count.span();
    counts[order].assign(column.begin(), column.end());
  }
  return counts;
}

}  // namespace

WordModel::WordModel(const Lattice& lattice, const WordModelOptions& options)
    : lattice_(&lattice), options_(&options), probabilities_(lattice.max_order() + 1) {
  check_columns(lattice, options.weights, "weights");
  check_columns(lattice, options.prior, "prior counts");
  if (!(options.least_unit >= kLeastUnit)) {
    throw std::invalid_argument("the least probability of a single unit must be at least 1e-12");
  }
  for (unsigned order = 1; order <= lattice.max_order(); ++order) {
    probabilities_[order].resize(lattice.ngrams().level(order).size());
  }
}

double WordModel::raw(unsigned order, std::size_t i, double x) const {
  const double weight = options_->weights.empty() || options_->weights[order].empty() ? 1 : options_->weights[order][i];
  const double prior = options_->prior.empty() || options_->prior[order].empty() ? 0 : options_->prior[order][i];
  return x * weight + prior;
}

void WordModel::start(unsigned threads, JobControl& control) {
  const Columns counts = table_counts(lattice_->ngrams(), lattice_->max_order());
  double scale = 1;
  if (!options_->prior.empty()) {
    double sum = static_cast<double>(lattice_->rare_tokens);
    for (unsigned order = 1; order <= lattice_->max_order(); ++order) {
      const std::vector<double>* const weights = options_->weights.empty() ? nullptr : &options_->weights[order];
      for (std::size_t i = 0; i < counts[order].size(); ++i) {
        sum += counts[order][i] * (weights == nullptr || weights->empty() ? 1 : (*weights)[i]);
      }
    }
    if (sum > 0) scale = static_cast<double>(lattice_->ngrams().units()) / sum;
  }
  estimate(scale, 0, counts, threads, control);
  write_rows(threads, control);
}

void WordModel::update(const Columns& expected, unsigned threads, JobControl& control) {
  estimate(1, options_->smoothing, expected, threads, control);
  write_rows(threads, control);
}

const Columns& WordModel::probabilities_after(const Columns& expected, unsigned threads, JobControl& control) {
  estimate(1, options_->smoothing, expected, threads, control);
  return probabilities_;
}

void WordModel::estimate(double scale, double smoothing, const Columns& counts, unsigned threads, JobControl& control) {
  double sum =
      static_cast<double>(lattice_->rare_tokens) * scale + static_cast<double>(lattice_->rare_types) * smoothing;
  for (unsigned order = 1; order <= lattice_->max_order(); ++order) {
    std::vector<double>& values = probabilities_[order];
    std::vector<double> sums(values.size() / kStride + 1);
    for_strides(values.size(), threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
      double of_stride = 0;
      for (std::size_t i = begin; i < end; ++i) {
        values[i] = raw(order, i, counts[order][i] * scale + smoothing);
        of_stride += values[i];
      }
      sums[begin / kStride] = of_stride;
    });
    for (const double of_stride : sums) sum += of_stride;
  }
  for (unsigned order = 1; order <= lattice_->max_order(); ++order) {
    for (double& p : probabilities_[order]) {
      p = sum > 0 ? p / sum : 0;
      if (order > 1 && p < options_->least_word) p = 0;
    }
  }
  raise_units();
}

void WordModel::raise_units() {
  for (double& p : probabilities_[1]) p = std::max(p, options_->least_unit);
}

void WordModel::assign(const Columns& probabilities, unsigned threads, JobControl& control) {
  check_columns(*lattice_, probabilities, "probabilities");
  for (unsigned order = 1; order < probabilities.size() && order <= lattice_->max_order(); ++order) {
    if (!probabilities[order].empty()) probabilities_[order] = probabilities[order];
  }
  raise_units();
  write_rows(threads, control);
}

void WordModel::write_rows(unsigned threads, JobControl& control) {
  const RowLayout& layout = lattice_->layout;
  if (rows() == nullptr) {
    rows_.ensure(layout.size() * sizeof(double));
    std::fill_n(rows_.as<double>(), layout.size(), 0.0);
  }
  double* const rows = rows_.as<double>();
  rows[row_of(kBoundaryPlace)] = 1;
  rows[row_of(kRarePlace)] = options_->least_unit * kWeightPerUnit;
  for (std::size_t i = 0; i < probabilities_[1].size(); ++i) {
    rows[layout.row(1, i)] = probabilities_[1][i] * kWeightPerUnit;
  }
  double scale = kWeightPerUnit;
  for (unsigned order = 2; order <= layout.max_order(); ++order) {
    scale *= kWeightPerUnit;
    for_children(lattice_->ngrams(), order, threads, control, [&](std::size_t parent, std::size_t child) {
      double* const row = rows + layout.row(order, child);
      std::copy_n(rows + layout.row(order - 1, parent), order - 1, row);
      row[order - 1] = probabilities_[order][child] * scale;
    });
  }
}

}  // namespace newword
