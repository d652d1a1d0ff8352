"""The home pages of the faces: a resident's, a worker's."""
