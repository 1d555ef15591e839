// A hint to the processor.
#pragma once

namespace newword {

/// Asks for the cache line of an address that will be needed soon. Any address will do.
inline void prefetch(const void* address) {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(address);
#else
  (void)address;
#endif
}

}  // namespace newword
