#include "newword/count_session.hpp"

#include <stdexcept>
#include <utility>

namespace newword {

void CountFileSession::start_checking(const std::string& path, bool reads_all) {
  start([this, path, reads_all](JobControl& control) {
    file_ = std::make_unique<CountFileReader>(path);
    if (reads_all) verify(*file_, threads_, control);
  });
}

bool CountFileSession::wait(int milliseconds) {
  if (!job_) return true;
  try {
    if (!job_->wait(milliseconds)) return false;
  } catch (...) {
    job_.reset();
    throw;
  }
  job_.reset();
  return true;
}

void CountFileSession::start(std::function<void(JobControl&)> work) {
  if (job_) throw std::logic_error("a job was started while another runs");
  job_ = std::make_unique<BackgroundJob>(std::move(work));
}

}  // namespace newword
