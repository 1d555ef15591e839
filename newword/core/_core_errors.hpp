// Translates the core's exceptions into Python's: the one translator of STYLE.md.
#pragma once

#include <Python.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include "newword/system/errors.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

/// An exception of Python has been set already.
struct PythonError : std::exception {};

namespace translate_detail {

/// Sets an exception of newword.errors with a text of the core as its message, behind the path of a file if there is
/// one; or leaves the error of making it.
inline void set_own(const char* name, const char* text, const std::string* path = nullptr) {
  PyObject* shown_path = path == nullptr ? Py_NewRef(Py_None) : PyUnicode_DecodeFSDefault(path->c_str());
  PyObject* errors = shown_path == nullptr ? nullptr : PyImport_ImportModule("newword.errors");
  PyObject* type = errors == nullptr ? nullptr : PyObject_GetAttrString(errors, name);
  PyObject* messages = type == nullptr ? nullptr : PyImport_ImportModule("newword.platform.core_messages");
  PyObject* said =
      messages == nullptr ? nullptr : PyObject_CallMethod(messages, "core_message", "sO", text, shown_path);
  if (said != nullptr) PyErr_SetObject(type, said);
  Py_XDECREF(said);
  Py_XDECREF(messages);
  Py_XDECREF(type);
  Py_XDECREF(errors);
  Py_XDECREF(shown_path);
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
  } catch (const PythonError&) {
    return;
  } catch (const IoError& error) {
    translate_detail::set_os_error(error);
  } catch (const FormatError& error) {
    translate_detail::set_own("CountFileError", error.what(), &error.path());
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
