"""Who reacts to what: the one page that says which functions care about which tag, and what runs periodically.

A reaction is called as ``reaction(entry, now)`` inside a transaction, which others may share, once per entry it committed
for; those marked ``alone`` or ``together`` differ, see `journal.reacting`.
"""

from linli.board import work as board
from linli.cases import work as cases
from linli.cases.events import CaseEvent
from linli.desk import work as desk
from linli.journal import work as journal
from linli.journal.reacting import Periodic, Reaction
from linli.notices import work as notices
from linli.notices.events import NoticeEvent
from linli.people import work as people
from linli.worktime.events import WorktimeEvent

REACTIONS: dict[str, tuple[Reaction, ...]] = {
    **{tag.value: (cases.tell_holder,) for tag in cases.TELLING},
    **{tag.value: (cases.tell_resident,) for tag in cases.TO_RESIDENTS if tag not in cases.TELLING},
    **{
        tag.value: (cases.tell_holder, cases.tell_resident)
        for tag in cases.TO_RESIDENTS
        if tag in cases.TELLING
    },
    **{tag.value: (cases.tell_together,) for tag in cases.TOGETHER},
    **{tag.value: (desk.tell_of_leave,) for tag in desk.TELLING},
    CaseEvent.REMINDED.value: (cases.tell_reminded,),
    NoticeEvent.MESSAGE_QUEUED.value: (notices.send,),
    CaseEvent.PRAISE_PASSED_ON.value: (cases.tell_praised,),
    CaseEvent.DANGER_TOLD.value: (cases.tell_on_duty,),
    WorktimeEvent.DAYS_CHANGED.value: (cases.reckon_anew,),
    WorktimeEvent.TIMETABLE_CHANGED.value: (cases.reckon_anew,),
}
for _tags, _reaction in (
    (board.AGREED, board.tell_reviewer),
    (board.ANSWERS, board.propose_answer),
    (board.ENDS, board.tell_case_ended),
    (board.MADE_PUBLIC, board.tell_answer_public),
):
    for _tag in _tags:
        REACTIONS[_tag.value] = (*REACTIONS.get(_tag.value, ()), _reaction)

PERIODIC: tuple[Periodic, ...] = (
    journal.SEALING,
    notices.RETENTION,
    notices.FORGETTING,
    people.FORGETTING,
    cases.MOVING_ON,
    cases.REMINDING,
)
