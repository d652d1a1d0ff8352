"""The board (公开栏): what everybody who lives there may read of a place: outages and works, and demands that were released.

A demand stands on it only where its reporter asked for that and a reviewer released words in which nobody is recognised;
never finer than an estate, never disputes, care, accusations or praise. It takes part in no case and moves none.
"""
