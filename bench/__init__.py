"""How fast the house is, as a ratio to the plainest program that does the same, both in one run."""
