"""Kills real processes at random moments and proves that nothing is lost and nothing happens twice.

`processes` starts, kills and waits and knows nothing of what it runs; `databases` gives an empty real database of each
kind; `settings`, `apps`, `reaction` make the smallest program with one reaction; `load` and `check` run inside it.
"""
