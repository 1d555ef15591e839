"""Counting: n-grams of a corpus, count files, and what is made of them."""
