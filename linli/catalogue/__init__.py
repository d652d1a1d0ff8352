"""The catalogue: matters (事项), who is lawfully responsible for each, on what ground, in what time.

It finds matters by the words people use. It knows no case and decides nothing: it proposes.
"""
