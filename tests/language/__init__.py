"""What stands in the sources to be read by people, and whether every language has it."""
