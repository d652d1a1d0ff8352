"""Where messages leave the house. Whatever a gateway does, it answers within LIMIT seconds or counts as silent.

A gateway for short messages is one function: it takes number, template and params, and returns the id under which the
operator knows the message. It raises Refused where the operator said no, and OSError (or Silent) where nobody answered.
"""

import json
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from linli.people import numbers

log = logging.getLogger("linli.notices.sms")

SmsGateway = Callable[[str, str, Mapping[str, str]], str]

LIMIT = 15.0  # seconds, well below the lease of a delivery (60 s)
REST = timedelta(minutes=1)


class Silent(Exception):
    """Nobody answered in time. Whether the message went out is not known; it will be tried again."""


class Refused(Exception):
    """The other side answered, and said no."""


def sms_gateway(name: str) -> SmsGateway:
    """The gateway that LINLI_SMS names: "log", "file:PATH" (for trials), or the dotted name of a town's own function.

    Raises ImproperlyConfigured for any other.
    """
    if name == "log":
        return write_to_log
    if name.startswith("file:") and name != "file:":
        return partial(append_to_file, Path(name.removeprefix("file:")))
    if "." in name:
        try:
            found = import_string(name)
        except ImportError as error:
            raise ImproperlyConfigured(f"LINLI_SMS={name}: {error}") from error
        if callable(found):
            gateway: SmsGateway = found
            return gateway
    raise ImproperlyConfigured(
        f"LINLI_SMS={name}: no such gateway. There are log, file:PATH, and the dotted name of a function of your own "
        "(see docs/settings.md); operators such as aliyun or tencent are not built in yet."
    )


def write_to_log(number: str, template: str, params: Mapping[str, str]) -> str:
    """Nothing leaves the house: the message stands in the log "linli.notices.sms", its number masked."""
    outer_id = f"log-{secrets.token_hex(6)}"
    said = json.dumps(dict(params), ensure_ascii=False, sort_keys=True)
    log.info("%s to %s: %s %s", outer_id, numbers.mask_phone(number), template, said)
    return outer_id


def append_to_file(path: Path, number: str, template: str, params: Mapping[str, str]) -> str:
    """For trials only: one line of JSON for each sending, written at once, so that lines can be counted after a kill.

    The number stands in it as it is.
    """
    outer_id = f"file-{secrets.token_hex(6)}"
    line = {"id": outer_id, "number": number, "template": template, "params": dict(params)}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, (json.dumps(line, ensure_ascii=False) + "\n").encode())
    finally:
        os.close(descriptor)
    return outer_id


def within[Answer](seconds: float, ask: Callable[[], Answer]) -> Answer:
    """What ``ask`` returns or raises; Silent when it takes longer or reaches nobody (OSError).

    It runs in a thread of its own, since no library keeps a limit over a whole exchange; one that hangs is left alone.
    """
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return answer.result(timeout=seconds)
    except OSError as error:  # TimeoutError is one
        raise Silent(str(error) or f"no answer within {seconds:g} s") from error


# Doors at which nobody answered of late, and until when this process leaves them alone. Without it a dead gateway would
# cost each message its LIMIT, and letters that stand behind would wait for all of them.
_resting: dict[str, datetime] = {}


def rest(door: str, now: datetime) -> None:
    _resting[door] = now + REST


def resting_until(door: str, now: datetime) -> datetime | None:
    """When this door may be tried again; None when it may be tried now."""
    until = _resting.get(door)
    return until if until is not None and now < until else None


def wake() -> None:
    """Forget who was silent. For tests."""
    _resting.clear()
