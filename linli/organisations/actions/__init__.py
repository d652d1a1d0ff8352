"""The sentences of this room: bodies are founded, seats made, duties begun and handed over, shifts set, ladders
set, roles edited."""

from linli.organisations.actions.bodies import (
    begin_service,
    change_body,
    end_body,
    end_service,
    found_body,
)
from linli.organisations.actions.duties import end_duty, hand_over, stand_in, start_duty
from linli.organisations.actions.ladders import check_steps, clear_ladder, set_ladder, suppose_ladder
from linli.organisations.actions.leaves import come_back, go_away, grant_leave, refuse_leave, take_leave_back
from linli.organisations.actions.roles import edit_role, make_role, starting_roles
from linli.organisations.actions.rosters import remove_shift, set_shift
from linli.organisations.actions.seats import end_seat, make_seat

__all__ = [
    "begin_service",
    "change_body",
    "check_steps",
    "clear_ladder",
    "come_back",
    "edit_role",
    "end_body",
    "end_duty",
    "end_seat",
    "end_service",
    "found_body",
    "go_away",
    "grant_leave",
    "hand_over",
    "make_role",
    "make_seat",
    "refuse_leave",
    "remove_shift",
    "set_ladder",
    "set_shift",
    "stand_in",
    "start_duty",
    "starting_roles",
    "suppose_ladder",
    "take_leave_back",
]
