"""Training of the judges of strings in other scripts than Chinese."""
