"""What pages are made of: base templates, components, tokens, the elder view.

It holds no word of any room and reads no table.
"""
