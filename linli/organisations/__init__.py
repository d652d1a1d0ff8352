"""Organisations: bodies of every kind and their two trees, seats, the duties of people on them, rosters.

It answers who serves this door and builds the Actor. It knows no case.
"""
