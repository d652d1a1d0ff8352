"""People: persons, households, accounts, consent, and how a person's numbers are masked.

Phone and identity number are encrypted; names are not. It knows no duty and no body.
"""
