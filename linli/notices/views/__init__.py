"""Pages of the room: the inbox, and where messages go."""
