"""`consult findings export`: released findings with answers and dissent, as open data."""
