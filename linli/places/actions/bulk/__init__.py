"""Taking in whole sheets, batch by batch; each batch leaves one entry in the journal."""

from linli.places.actions.bulk.divisions import import_divisions
from linli.places.actions.bulk.places import import_places
from linli.places.actions.bulk.taken import Taken

__all__ = ["Taken", "import_divisions", "import_places"]
