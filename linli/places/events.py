"""What this room writes into the journal. Imports write one entry a batch, under the file's kind."""

from enum import StrEnum


class PlaceEvent(StrEnum):
    ADDED = "places.added"
    RENAMED = "places.renamed"
    CLOSED = "places.closed"
    ESTATE_FACTS_SET = "places.estate_facts_set"
    GRID_SET = "places.grid_set"
    LANE_SET = "places.lane_set"
    ADDRESS_SET = "places.address_set"
    PHONE_SET = "places.phone_set"
    COLUMNS_REFRESHED = "places.columns_refreshed"
    DOOR_CODES_MADE = "places.door_codes_made"
    DOOR_CODE_RETIRED = "places.door_code_retired"
    IMPORTED = "places.imported"
    BULLETIN_PUBLISHED = "places.bulletin_published"
    BULLETIN_CHANGED = "places.bulletin_changed"
    BULLETIN_WITHDRAWN = "places.bulletin_withdrawn"
    DIVISIONS_IMPORTED = "places.divisions_imported"
