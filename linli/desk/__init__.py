"""What a worker works with around the cases: a home at a glance, the day that was, the note that hands a seat over.

It reads the rooms below and writes only hand-over notes. It shows no staff to a manager: a day belongs to whoever worked it.
"""
