"""What happened, in order, for good: append-only entries in chains, and deliveries to those who react.

Every sentence of every room writes here in its own transaction. It may not change or remove an entry (free text alone
may be erased where the law asks), and it knows none of the rooms that write to it or react.
"""
