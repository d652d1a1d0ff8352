"""A counter that says when names known in this process are stale."""

_version = 0


def version() -> int:
    return _version


def changed() -> None:
    """A place with a name that texts may speak of was saved, closed or imported."""
    global _version
    _version += 1
