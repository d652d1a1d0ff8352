"""Places: the divisions of China, and the town's own tree from county to home, with grids, lanes and door codes.

It says where something is and under whom it lies. It knows no person and no body.
"""
