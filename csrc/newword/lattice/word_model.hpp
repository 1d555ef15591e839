// A unigram model over the words of a lattice: their probabilities, and how they follow from counts.
#pragma once

#include <cstddef>

#include "newword/lattice/lattice.hpp"

namespace newword {

/// How probabilities follow from (expected) counts x: proportional to (x + smoothing) * weight + prior.
struct WordModelOptions {
  Columns weights;           ///< 1 where there is no column; rare units have 1
  Columns prior;             ///< in tokens; 0 where there is no column
  double smoothing = 0;      ///< tokens
  double least_word = 0;     ///< a word of several units below this probability is none
  double least_unit = 1e-9;  ///< single units have at least this, >= 1e-12: every text can be cut
};

/// Probabilities of words. Not thread-safe while they are set.
class WordModel {
 public:
  /// Both arguments must outlive it. Throws std::invalid_argument for columns that are not of the table's sizes.
  WordModel(const Lattice& lattice, const WordModelOptions& options);

  /// Probabilities from the table's counts. With a prior, the weighted counts are first brought to the
  /// number of units of the text.
  void start(unsigned threads, JobControl& control);
  /// Probabilities from expected counts.
  void update(const Columns& expected, unsigned threads, JobControl& control);
  /// These probabilities as they are, single units raised to least_unit.
  void assign(const Columns& probabilities, unsigned threads, JobControl& control);

  [[nodiscard]] const Columns& probabilities() const { return probabilities_; }
  /// What update() would make of the expected counts. The rows stay as they were.
  [[nodiscard]] const Columns& probabilities_after(const Columns& expected, unsigned threads, JobControl& control);
  /// Every row holds the weights (probability * kWeightPerUnit^units) of an n-gram's prefixes and its own.
  [[nodiscard]] const double* rows() const { return rows_.as<double>(); }

 private:
  void estimate(double scale, double smoothing, const Columns& counts, unsigned threads, JobControl& control);
  [[nodiscard]] double raw(unsigned order, std::size_t i, double x) const;
  void raise_units();
  void write_rows(unsigned threads, JobControl& control);

  const Lattice* lattice_;
  const WordModelOptions* options_;
  Columns probabilities_;
  PageBuffer rows_;
};

}  // namespace newword
