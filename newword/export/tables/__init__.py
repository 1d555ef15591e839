"""A lexicon as a table, for programs of any kind."""
