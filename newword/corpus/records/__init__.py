"""Inputs made of records; each record is a document."""
