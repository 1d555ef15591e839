"""Background dictionaries: reading them, and how two spellings compare."""
