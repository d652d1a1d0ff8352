import base64
import hashlib
import hmac
import os
import socketserver
import subprocess
import sys
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from linli.notices import groups
from linli.notices.gateways import Refused
from linli.notices.models import Channel
from tests.factories.notices import listening


@pytest.mark.parametrize(
    ("channel", "url"),
    [
        (Channel.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-1"),
        (Channel.WECOM, "wecombot://abc-1"),
        (Channel.DINGTALK, " https://oapi.dingtalk.com/robot/send?access_token=tok1 "),
        (Channel.DINGTALK, "dingtalk://SECabc@tok1"),
        (Channel.EMAIL, "mailtos://u:p@smtp.example.cn:465?mode=ssl&from=a@example.cn&to=b@example.cn"),
        (Channel.WEBHOOK, "jsons://hook.example.cn/path"),
    ],
)
def test_addresses_as_people_paste_them(channel: Channel, url: str) -> None:
    groups.service(channel, groups.tidy(url))


@pytest.mark.parametrize(
    ("channel", "url"),
    [
        (Channel.WECOM, ""),
        (Channel.WECOM, "柳岸社区工作群"),
        (Channel.WECOM, "dingtalk://tok1"),
        (Channel.DINGTALK, "wecombot://abc-1"),
        (Channel.WEBHOOK, "syslog://"),
        (Channel.WEBHOOK, "file:///etc/passwd"),
        (Channel.EMAIL, "jsons://hook.example.cn"),
        (Channel.SMS, "wecombot://abc-1"),
    ],
)
def test_an_address_of_another_kind_is_refused(channel: Channel, url: str) -> None:
    with pytest.raises(groups.BadAddress):
        groups.service(channel, url)


def test_a_token_that_cannot_be_read_stands_in_no_log(tmp_path: Path) -> None:
    """In a process of its own: pytest listens to every logger, also to those that the settings keep silent."""
    tried = "import django; django.setup(); from linli.notices import groups; groups.service('dingtalk', 'dingtalk://tok-secret')"
    env = {**os.environ, "LINLI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", tried], env=env, capture_output=True, text=True, check=False
    )
    assert ended.stderr.strip().endswith("这个地址不对，请按下面的说明核对。")
    assert "tok-secret" not in ended.stderr.replace(tried, "") + ended.stdout


def test_robots_are_asked_at_their_own_address() -> None:
    assert groups.service(Channel.WECOM, "wecombot://abc-1").api_url == (
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-1"
    )
    plain = groups.service(
        Channel.DINGTALK, groups.tidy("https://oapi.dingtalk.com/robot/send?access_token=tok1")
    )
    assert groups._signed(plain) == "https://oapi.dingtalk.com/robot/send?access_token=tok1"


def test_a_dingtalk_robot_with_a_secret_gets_a_signature() -> None:
    """HMAC-SHA-256 over "timestamp, line feed, secret", as the robot's own pages prescribe it."""
    signed = groups._signed(groups.service(Channel.DINGTALK, "dingtalk://SECabc@tok1"))
    asked = parse_qs(urlsplit(signed).query)
    line = f"{asked['timestamp'][0]}\nSECabc".encode()
    expected = base64.b64encode(hmac.digest(b"SECabc", line, hashlib.sha256)).decode()
    assert (asked["access_token"], asked["sign"]) == (["tok1"], [expected])


def test_a_robot_that_says_zero_took_it() -> None:
    with listening() as (host, heard):
        groups.ask_robot(f"http://{host}/send", {"msgtype": "text", "text": {"content": "派单"}})
    assert heard == [{"msgtype": "text", "text": {"content": "派单"}}]


@pytest.mark.parametrize(
    "answer",
    [b'{"errcode": 45009, "errmsg": "api freq out of limit"}', b"<html>", b"[]", b"{}"],
)
def test_a_robot_that_answers_200_and_refuses_did_not_take_it(answer: bytes) -> None:
    with listening(answer) as (host, _heard), pytest.raises(Refused):
        groups.ask_robot(f"http://{host}/send", {})


def test_nobody_there_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="refused"):
        groups.ask_robot("http://127.0.0.1:9/send", {})


def test_a_webhook_gets_the_words() -> None:
    with listening(b"") as (host, heard):
        assert groups.say(Channel.WEBHOOK, f"json://{host}/hook", "新派来一件\n请签收") == ""
    assert (heard[0]["title"], heard[0]["message"]) == ("新派来一件", "新派来一件\n请签收")


def test_a_webhook_that_fails_did_not_take_it() -> None:
    with listening(b"", status=500) as (host, _heard), pytest.raises(Refused, match="500"):
        groups.say(Channel.WEBHOOK, f"json://{host}/hook", "新派来一件")


class Mailbox(socketserver.StreamRequestHandler):
    """As much of a mail server as one letter needs."""

    got: list[str] = []

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("DATA"):
                self.say("354 go on")
                while (part := self.rfile.readline().decode()) != ".\r\n":
                    self.got.append(part.rstrip())
                self.say("250 kept")
            elif line.upper().startswith("QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def test_a_mailbox_gets_a_letter() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        url = f"mailto://127.0.0.1:{port}?from=linli@example.cn&to=desk@example.cn"
        groups.say(Channel.EMAIL, url, "Drei Lampen\nzweite Zeile")
        server.shutdown()
    letter = "\n".join(Mailbox.got)
    assert "desk@example.cn" in letter and "linli@example.cn" in letter
    assert "Subject: Drei Lampen" in letter
