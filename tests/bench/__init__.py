"""Measures what a machine takes in. No test: run by hand, see docs/operations.md, "Measuring".

`intake` founds a town, starts a worker and the load, and sums up; `sentences` and `pages` are the two loads, `pace` is the
clock that both go by, `words` what residents say. Nothing leaves this machine.
"""
