// Vectors of the core as arrays of Python, without a copy; and arrays as vectors.
#pragma once

#include <Python.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "_core_errors.hpp"
#include "newword/base/paged.hpp"

namespace newword {

/// The type of an element as numpy and the buffer protocol call it.
template <class T>
constexpr const char* format_of() {
  if constexpr (std::is_same_v<T, double>) return "d";
  if constexpr (std::is_same_v<T, float>) return "f";
  if constexpr (std::is_same_v<T, std::int8_t>) return "b";
  if constexpr (std::is_same_v<T, std::uint8_t>) return "B";
  if constexpr (std::is_same_v<T, std::int16_t>) return "h";
  if constexpr (std::is_same_v<T, std::int32_t>) return "i";
  if constexpr (std::is_same_v<T, std::uint32_t>) return "I";
  if constexpr (std::is_integral_v<T> && sizeof(T) == 8) return std::is_signed_v<T> ? "q" : "Q";
}

/// Elements in memory, and what keeps them there.
struct Shown {
  std::shared_ptr<const void> owner;
  const void* data = nullptr;
  std::size_t size = 0, width = 1;
  const char* format = "B";
};

/// A column of an owner, or the first elements of it.
template <class Owner, class T>
Shown shown_of(std::shared_ptr<Owner> owner, const Paged<T>& column, std::size_t size) {
  return {std::move(owner), column.data(), size, sizeof(T), format_of<T>()};
}

/// A vector that is given up for it.
template <class T>
Shown shown(std::vector<T> values) {
  const auto owner = std::make_shared<std::vector<T>>(std::move(values));
  return {owner, owner->data(), owner->size(), sizeof(T), format_of<T>()};
}

/// Records of numbers of one type, as rows one behind the other.
template <class T, class Record>
Shown shown_records(std::vector<Record> records) {
  static_assert(std::is_trivially_copyable_v<Record> && sizeof(Record) % sizeof(T) == 0);
  const auto owner = std::make_shared<std::vector<Record>>(std::move(records));
  return {owner, owner->data(), owner->size() * (sizeof(Record) / sizeof(T)), sizeof(T), format_of<T>()};
}

/// The same where a record is an array.
template <class Row>
Shown shown_rows(std::vector<Row> rows) {
  return shown_records<typename Row::value_type>(std::move(rows));
}

/// A copy of what somebody else owns.
template <class Span>
Shown shown_copy(Span values) {
  return shown(std::vector<typename Span::value_type>(values.begin(), values.end()));
}

/// Has one reference.
struct DropReference {
  void operator()(PyObject* object) const { Py_XDECREF(object); }
};
using Reference = std::unique_ptr<PyObject, DropReference>;

/// The elements of what numpy makes an array of, one after the other; `Record` holds several of them.
template <class T, class Record = T>
std::vector<Record> to_vector(PyObject* numbers, int dimensions = 1) {
  const Reference numpy(PyImport_ImportModule("numpy"));
  const Reference array(numpy ? PyObject_CallMethod(numpy.get(), "ascontiguousarray", "Os", numbers, format_of<T>())
                              : nullptr);
  Py_buffer buffer;
  if (!array || PyObject_GetBuffer(array.get(), &buffer, PyBUF_ND) != 0) throw PythonError();
  const std::unique_ptr<Py_buffer, decltype(&PyBuffer_Release)> release(&buffer, PyBuffer_Release);
  if (buffer.ndim != dimensions) {
    PyErr_Format(PyExc_ValueError, "Buffer has wrong number of dimensions (expected %d, got %d)", dimensions,
                 buffer.ndim);
    throw PythonError();
  }
  std::vector<Record> values(static_cast<std::size_t>(buffer.len) / sizeof(Record));
  if (!values.empty()) std::memcpy(values.data(), buffer.buf, values.size() * sizeof(Record));
  return values;
}

}  // namespace newword
