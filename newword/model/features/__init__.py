"""What the model knows of a candidate, one kind of evidence a module."""
