"""Every read of the room: the inbox, messages and their fate, routes, what is wrong."""

from linli.notices.queries.findings import findings
from linli.notices.queries.letters import Slice, inbox, unread_count, visible_to
from linli.notices.queries.messages import (
    is_any_address_due,
    is_any_secret_late,
    late_secrets,
    locked_message,
    message_of,
    messages,
    messages_under_old_keys,
    with_address_due,
)
from linli.notices.queries.routes import (
    bodies_with_groups,
    find_body,
    locked_route,
    route_by_id,
    routes_for,
    routes_under_old_keys,
    routes_wanting,
)

__all__ = [
    "Slice",
    "bodies_with_groups",
    "find_body",
    "findings",
    "inbox",
    "is_any_address_due",
    "is_any_secret_late",
    "late_secrets",
    "locked_message",
    "locked_route",
    "message_of",
    "messages",
    "messages_under_old_keys",
    "route_by_id",
    "routes_for",
    "routes_under_old_keys",
    "routes_wanting",
    "unread_count",
    "visible_to",
    "with_address_due",
]
