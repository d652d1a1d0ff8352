"""An invented town to try Linli in: its places, its people and a stretch of its life. Nobody in it exists."""
