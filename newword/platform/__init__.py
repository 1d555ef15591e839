"""What the rest stands on: files, memory, threads, times and optional packages."""
