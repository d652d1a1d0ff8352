"""What every room stands on: who acts, refusals, pages, field encryption, ids, sheets.

It imports no room and knows no word of the field beyond these.
"""
