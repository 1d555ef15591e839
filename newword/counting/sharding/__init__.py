"""A corpus counted in parts, each a file of its own."""
