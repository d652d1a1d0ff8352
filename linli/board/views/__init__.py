"""Pages of the board: one file for each of those who come."""
