"""What this room writes into the journal. Seats, duties and shifts are written under their body."""

from enum import StrEnum


class BodyEvent(StrEnum):
    FOUNDED = "organisations.body_founded"
    CHANGED = "organisations.body_changed"
    ENDED = "organisations.body_ended"
    SERVICE_BEGUN = "organisations.service_begun"
    SERVICE_ENDED = "organisations.service_ended"
    SEAT_MADE = "organisations.seat_made"
    SEAT_ENDED = "organisations.seat_ended"
    DUTY_STARTED = "organisations.duty_started"
    DUTY_ENDED = "organisations.duty_ended"
    HANDED_OVER = "organisations.handed_over"
    STOOD_IN = "organisations.stood_in"
    LEAVE_ASKED = "organisations.leave_asked"
    LEAVE_REFUSED = "organisations.leave_refused"
    LEAVE_TAKEN_BACK = "organisations.leave_taken_back"
    CAME_BACK = "organisations.came_back"
    SHIFT_SET = "organisations.shift_set"
    SHIFT_REMOVED = "organisations.shift_removed"


class LadderEvent(StrEnum):
    """Written under the ladder of an area, "organisations.ladder:<key of the area, or everywhere>"."""

    SET = "organisations.ladder_set"
    CLEARED = "organisations.ladder_cleared"


class RoleEvent(StrEnum):
    MADE = "organisations.role_made"
    EDITED = "organisations.role_edited"
