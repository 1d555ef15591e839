// Objects that belong to one process, and not to the children that it forks.
#pragma once

#include <memory>

namespace newword {

/// Of this process. Never 0.
[[nodiscard]] long process_id();

/// Owns the data that threads work on. A forked child has none of these threads: waiting for them might never end, and
/// the data that they were changing cannot be destroyed safely. So in a child the object is left as it is.
template <class T>
class ProcessOwned {
 public:
  ProcessOwned() = default;
  ProcessOwned(const ProcessOwned&) = delete;
  ProcessOwned& operator=(const ProcessOwned&) = delete;
  ~ProcessOwned() { reset(); }

  void reset(T* object = nullptr) {
    if (process_ != process_id()) (void)object_.release();
    object_.reset(object);
    process_ = process_id();
  }
  [[nodiscard]] T* get() const noexcept { return object_.get(); }

 private:
  std::unique_ptr<T> object_;
  long process_ = 0;  ///< that made it
};

}  // namespace newword
