"""Adapter: files that other tools wrote or read. Bytes in, rows of one shape out; and sheets for them."""
