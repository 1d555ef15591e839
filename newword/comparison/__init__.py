"""Words of one corpus against another, and over time."""
