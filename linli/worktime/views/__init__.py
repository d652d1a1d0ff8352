"""Pages of the room: the days of a year, and the office hours."""
