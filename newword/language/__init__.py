"""Character language models: training, scoring, and words by them."""
