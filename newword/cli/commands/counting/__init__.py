"""Commands about counts."""
