// Translates the core's exceptions into Python's: the one translator of STYLE.md.
#pragma once

#include <Python.h>

#include <new>
#include <stdexcept>

#include "newword/system/errors.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

namespace translate_detail {

/// Sets an exception of newword.errors, or leaves the error of importing it.
inline void set_own(const char* name, const char* message) {
  PyObject* errors = PyImport_ImportModule("newword.errors");
  if (errors == nullptr) return;
  PyObject* type = PyObject_GetAttrString(errors, name);
  if (type != nullptr) PyErr_SetString(type, message);
  Py_XDECREF(type);
  Py_DECREF(errors);
}

/// A CountFileError that begins with the file's path, escaped.
inline void set_format_error(const FormatError& error) {
  PyObject* path = PyUnicode_DecodeFSDefault(error.path().c_str());
  PyObject* safe_text = path == nullptr ? nullptr : PyImport_ImportModule("newword.platform.safe_text");
  PyObject* shown = safe_text == nullptr ? nullptr : PyObject_CallMethod(safe_text, "path_text", "O", path);
  PyObject* message = shown == nullptr ? nullptr : PyUnicode_FromFormat("%U: %s", shown, error.what());
  const char* utf8 = message == nullptr ? nullptr : PyUnicode_AsUTF8(message);
  if (utf8 != nullptr) set_own("CountFileError", utf8);
  Py_XDECREF(message);
  Py_XDECREF(shown);
  Py_XDECREF(safe_text);
  Py_XDECREF(path);
}

inline void set_os_error(const IoError& error) {
  PyObject* path = PyUnicode_DecodeFSDefault(error.path().c_str());
  if (path == nullptr) return;
  errno = error.error_number();
  PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
  Py_DECREF(path);
}

}  // namespace translate_detail

/// For Cython's `except +raise_newword`: called with an exception in flight, the GIL held.
inline void raise_newword() {
  try {
    throw;
  } catch (const IoError& error) {
    translate_detail::set_os_error(error);
  } catch (const FormatError& error) {
    translate_detail::set_format_error(error);
  } catch (const BudgetError& error) {
    translate_detail::set_own("MemoryBudgetError", error.what());
  } catch (const OverflowError& error) {
    translate_detail::set_own("CountOverflowError", error.what());
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::length_error&) {
    PyErr_NoMemory();
  } catch (const std::invalid_argument& error) {
    PyErr_SetString(PyExc_ValueError, error.what());
  } catch (const std::logic_error& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  } catch (const std::exception& error) {
    PyErr_Format(PyExc_SystemError, "a bug in newword: %s", error.what());
  } catch (...) {
    PyErr_SetString(PyExc_SystemError, "a bug in newword: an unknown C++ exception");
  }
}

}  // namespace newword
