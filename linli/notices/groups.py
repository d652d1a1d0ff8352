"""Work groups and mailboxes, reached through apprise by an address that holds its own token.

Robots of WeCom and DingTalk answer HTTP 200 also when they refuse (a wrong token, a missing keyword, more than twenty
messages a minute); the reason is an ``errcode`` in the body. apprise takes any 200 for success, so for these two it only
reads the address, and the exchange itself is done here.
"""

import json
import re
from typing import Any
from urllib.request import Request, urlopen

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.notices.gateways import Refused
from linli.notices.models import Channel

WAIT = 8.0  # seconds for each step of an exchange
# The class of apprise's plugin that each channel takes; others that apprise knows write files or run on this machine.
_PLUGINS = {
    Channel.WECOM: "NotifyWeComBot",
    Channel.DINGTALK: "NotifyDingTalk",
    Channel.EMAIL: "NotifyEmail",
    Channel.WEBHOOK: "NotifyJSON",
}
_DINGTALK = re.compile(r"https://oapi\.dingtalk\.com/robot/send/?\?access_token=(\w+)")


class BadAddress(Refusal):
    words = _("这个地址不对，请按下面的说明核对。")
    field = "url"


def tidy(url: str) -> str:
    """The address without spaces; that of a DingTalk robot, as its settings show it, in apprise's writing."""
    url = url.strip()
    shown = _DINGTALK.fullmatch(url)
    return f"dingtalk://{shown.group(1)}/" if shown else url


def service(channel: str, url: str) -> Any:
    """The plugin of apprise that this address means. Raises BadAddress where it is none, or one of another channel."""
    import apprise  # heavy: whoever sends nothing to groups never loads it

    found = apprise.Apprise.instantiate(url, asset=apprise.AppriseAsset(app_id="Linli", app_desc="Linli"))
    if found is None or type(found).__name__ != _PLUGINS.get(Channel(channel)):
        raise BadAddress
    found.retry = 0  # deliveries are tried again; both together would send many times
    return found


def say(channel: str, url: str, words: str) -> str:
    """Give ``words`` to the group. "" is returned: none of them tells an id. Raises Refused, OSError, BadAddress."""
    to = service(channel, url)
    text = {"msgtype": "text", "text": {"content": words}}
    if channel == Channel.WECOM:
        ask_robot(to.api_url, text)
    elif channel == Channel.DINGTALK:
        ask_robot(_signed(to), text)
    else:
        _by_apprise(to, words)
    return ""


def _signed(robot: Any) -> str:
    address: str = robot.notify_url.format(token=robot.token)
    if not robot.secret:
        return address
    timestamp, sign = robot.get_signature()  # quoted already
    return f"{address}&timestamp={timestamp}&sign={sign}"


def ask_robot(address: str, payload: dict[str, Any]) -> None:
    """POST ``payload``; the answer must say errcode 0. Raises Refused with what it says otherwise, and OSError."""
    request = Request(
        address, json.dumps(payload).encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    with urlopen(request, timeout=WAIT) as answer:
        body = answer.read(10_000)
    try:
        said = json.loads(body)
    except ValueError as error:
        raise Refused("the robot's answer is not JSON") from error
    if not isinstance(said, dict) or said.get("errcode") != 0:
        raise Refused(str(said)[:300])


def _by_apprise(to: Any, words: str) -> None:
    import apprise

    carrier = apprise.Apprise()
    carrier.add(to)
    result = carrier.notify(
        body=words, title=words.splitlines()[0][:60], body_format=apprise.NotifyFormat.TEXT
    )
    if not result:
        raise Refused("; ".join(str(entry) for entry in result.logs())[:300] or "not accepted")
