"""Adapter: machine help behind one port (`loop/understand/ports.py`). It points; people read and name."""
