"""The sentences of the places."""

from linli.places.actions.bulk import Taken, import_divisions, import_places
from linli.places.actions.bulletins import change_bulletin, publish_bulletin, withdraw_bulletin
from linli.places.actions.columns import refresh_columns
from linli.places.actions.doors import hang_codes, make_door_codes, replace_door_code, retire_door_code
from linli.places.actions.facts import set_address, set_estate_facts, set_grid, set_lane, set_phone
from linli.places.actions.tree import add_place, close_place, rename_place

__all__ = [
    "Taken",
    "add_place",
    "change_bulletin",
    "close_place",
    "hang_codes",
    "import_divisions",
    "import_places",
    "make_door_codes",
    "publish_bulletin",
    "refresh_columns",
    "rename_place",
    "replace_door_code",
    "retire_door_code",
    "set_address",
    "set_estate_facts",
    "set_grid",
    "set_lane",
    "set_phone",
    "withdraw_bulletin",
]
