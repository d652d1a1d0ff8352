"""The sentences of a case, from its registration to its close. Import the room as a whole:

from linli.cases import actions as cases
cases.sign(case_id=…, by=actor, now=now)
"""

from linli.cases.actions.asking import NoNumber, NotYetAnswered, RatedBefore, UnknownStars, rate, see_number
from linli.cases.actions.carrying import (
    NotBelow,
    NotBeside,
    NothingToPullBack,
    NotTheirOwn,
    TopOfLadder,
    hand_down,
    hand_over,
    hand_up,
    pull_back,
)
from linli.cases.actions.checking import (
    OwnAnswer,
    UnclearCallBack,
    approve,
    call_back,
    send_back,
)
from linli.cases.actions.dispatching import (
    SeatEnded,
    UnknownGround,
    decline,
    dispatch,
    place_by_hand,
    settle,
    withdraw,
)
from linli.cases.actions.handling import AlreadyOver, UnknownOutcome, answer, note, sign
from linli.cases.actions.moving import MustNotLead, NotPlaced, WordsMissing
from linli.cases.actions.neighbours import NobodyAsked, go_on_without, pass_on, settle_as_neighbour
from linli.cases.actions.practice import TooLittle, TooMuch, UnknownPractice, set_practice
from linli.cases.actions.reckoning import reckon_deadlines
from linli.cases.actions.registering import (
    AlreadyRegistered,
    HappensLater,
    Registered,
    register,
    register_history,
)
from linli.cases.actions.rekeying import rekey_reports

__all__ = [
    "AlreadyOver",
    "AlreadyRegistered",
    "HappensLater",
    "MustNotLead",
    "NoNumber",
    "NobodyAsked",
    "NotBelow",
    "NotBeside",
    "NotPlaced",
    "NotTheirOwn",
    "NotYetAnswered",
    "NothingToPullBack",
    "OwnAnswer",
    "RatedBefore",
    "Registered",
    "SeatEnded",
    "TooLittle",
    "TooMuch",
    "TopOfLadder",
    "UnclearCallBack",
    "UnknownGround",
    "UnknownOutcome",
    "UnknownPractice",
    "UnknownStars",
    "WordsMissing",
    "answer",
    "approve",
    "call_back",
    "decline",
    "dispatch",
    "go_on_without",
    "hand_down",
    "hand_over",
    "hand_up",
    "note",
    "pass_on",
    "place_by_hand",
    "pull_back",
    "rate",
    "reckon_deadlines",
    "register",
    "register_history",
    "rekey_reports",
    "see_number",
    "send_back",
    "set_practice",
    "settle",
    "settle_as_neighbour",
    "sign",
    "withdraw",
]
