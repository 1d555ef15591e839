"""What a person sees: tables, bars, help as wide as the terminal."""
