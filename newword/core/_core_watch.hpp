// How Python looks at work of the core.
#pragma once

#include <Python.h>

#include "_core_errors.hpp"
#include "newword/jobs/watched.hpp"

namespace newword {

/// Takes the GIL and returns -1 with an exception of Python set, or 0.
using Look = int (*)(PyObject* owner, PyObject* tick, std::uint64_t done, std::uint64_t total);

/// Both objects must outlive the work.
inline Watch watch_of(PyObject* owner, PyObject* tick, Look look) {
  return {[=](std::uint64_t done, std::uint64_t total) {
    if (look(owner, tick, done, total) != 0) throw PythonError();
  }};
}

}  // namespace newword
