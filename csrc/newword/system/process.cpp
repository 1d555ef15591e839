#include "newword/system/process.hpp"

#ifndef _WIN32
#include <unistd.h>
#endif

namespace newword {

long process_id() {
#ifdef _WIN32
  return 1;  // it cannot fork
#else
  return ::getpid();
#endif
}

}  // namespace newword
