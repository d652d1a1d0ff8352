"""The room's sentences: letters are written and read, messages queued and given to a gateway, routes set."""

from linli.notices.actions.letters import Circular, mark_all_read, mark_read, send_out, write_letters
from linli.notices.actions.messages import (
    erase_addresses,
    give,
    give_up,
    give_up_secrets,
    mark_sent,
    send_sms,
    send_to_groups,
)
from linli.notices.actions.rekeying import rekey_messages, rekey_routes
from linli.notices.actions.routes import (
    AlreadyThere,
    BadKinds,
    NameMissing,
    RouteIsOff,
    remove_route,
    set_route,
    try_route,
    turn_route,
)
from linli.notices.groups import BadAddress
from linli.notices.wording import declare as declare_template

__all__ = [
    "AlreadyThere",
    "BadAddress",
    "BadKinds",
    "Circular",
    "NameMissing",
    "RouteIsOff",
    "declare_template",
    "erase_addresses",
    "give",
    "give_up",
    "give_up_secrets",
    "mark_all_read",
    "mark_read",
    "mark_sent",
    "rekey_messages",
    "rekey_routes",
    "remove_route",
    "send_out",
    "send_sms",
    "send_to_groups",
    "set_route",
    "try_route",
    "turn_route",
    "write_letters",
]
