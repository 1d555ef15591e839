"""newword."""
