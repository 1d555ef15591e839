// Who uses an object of the door: many that read, or one that changes it. Misuse is refused, never waited for.
#pragma once

#include <atomic>

namespace newword {

class UseGuard {
 public:
  /// For one that reads; false while somebody changes the object.
  bool share() noexcept {
    int users = users_.load();
    while (users >= 0) {
      if (users_.compare_exchange_weak(users, users + 1)) return true;
    }
    return false;
  }
  void unshare() noexcept { users_.fetch_sub(1); }
  /// For one that changes; false while anybody else uses the object.
  bool own() noexcept {
    int nobody = 0;
    return users_.compare_exchange_strong(nobody, -1);
  }
  void disown() noexcept { users_.store(0); }

 private:
  std::atomic<int> users_{0};
};

}  // namespace newword
