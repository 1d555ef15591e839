"""Opening inputs: what kind they are, decompressing and decoding them."""
