"""What is generated, and what keeps it so."""
