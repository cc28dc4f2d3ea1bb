"""The door of pages. A page translates in, makes one call into a room, translates out."""
