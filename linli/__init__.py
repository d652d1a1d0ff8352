"""Linli 邻里: takes what a resident asks for and brings the answer back to the door."""
