"""Dictionaries for jieba and its ports."""
