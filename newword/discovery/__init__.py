"""From a corpus to its lexicon, and why a string is a word or not."""
