"""Candidates and their statistics, which the methods rank."""
