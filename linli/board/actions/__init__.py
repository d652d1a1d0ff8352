"""The sentences of the board."""

from linli.board.actions.following import follow, rekey_follows, tell_followers, unfollow
from linli.board.actions.releasing import (
    ask_release,
    edit_release,
    propose_answer,
    refuse_release,
    release,
    take_down_release,
    withdraw_release,
)

__all__ = [
    "ask_release",
    "edit_release",
    "follow",
    "propose_answer",
    "refuse_release",
    "rekey_follows",
    "release",
    "take_down_release",
    "tell_followers",
    "unfollow",
    "withdraw_release",
]
