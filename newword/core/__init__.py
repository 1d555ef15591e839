"""The door to the C++ core."""
