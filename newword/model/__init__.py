"""The ranking model: what it looks at, its networks, its probabilities."""
