"""Histories that nobody made up: chance plays a whole loop, and a slow recount looks what came of it."""
