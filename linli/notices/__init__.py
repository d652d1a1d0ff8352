"""Notices: letters to the people who must know, written by reactions and read in the inbox.

It knows no case: whoever calls it says to whom, about what and where the link leads.
"""
