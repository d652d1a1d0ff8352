"""Notices: letters in the inbox, short messages to residents, and words for the work groups of a body.

It knows no case: whoever calls it says to whom, what, and where the link leads. It may not let a name or a number stand
in what leaves the house, and keeps the address of a message only for some days.
"""
