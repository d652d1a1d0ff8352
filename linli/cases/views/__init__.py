"""The pages of this room: a resident's own, and those of the workers."""
