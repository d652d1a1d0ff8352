"""Towns, people and cases for tests: plain functions, keyword arguments, nothing hidden."""
