import logging
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from linli.notices import gateways
from linli.notices.apps import NoticesConfig
from tests.factories.notices import NUMBER, RECEIPT, lines_in
from tests.factories.towns import NOW

PARAMS = {"receipt": RECEIPT}


def towns_own(number: str, template: str, params: object) -> str:
    return f"own-{number[-4:]}"


def test_the_log_shows_the_message_and_hides_the_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "linli.notices.sms"):
        outer_id = gateways.sms_gateway("log")(NUMBER, "t", PARAMS)
    assert outer_id.startswith("log-") and outer_id in caplog.text
    assert "138****5678" in caplog.text and RECEIPT in caplog.text
    assert NUMBER not in caplog.text


def test_the_file_gets_one_line_each(tmp_path: Path) -> None:
    path = tmp_path / "sent"
    gateway = gateways.sms_gateway(f"file:{path}")
    ids = [gateway(NUMBER, "t", PARAMS) for _ in range(3)]
    assert [line["id"] for line in lines_in(path)] == ids and len(set(ids)) == 3
    assert lines_in(path)[0] == {"id": ids[0], "number": NUMBER, "template": "t", "params": PARAMS}
    assert path.stat().st_mode & 0o077 == 0


def test_a_town_may_have_a_gateway_of_its_own() -> None:
    assert gateways.sms_gateway(f"{__name__}.towns_own")(NUMBER, "t", PARAMS) == "own-5678"


@pytest.mark.parametrize("name", ["", "aliyun", "tencent", "file:", "nowhere.at.all", f"{__name__}.PARAMS"])
def test_an_unknown_gateway_is_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="LINLI_SMS="):
        gateways.sms_gateway(name)


@pytest.mark.parametrize("wrong", [{"SMS_GATEWAY": "aliyun"}, {"QUIET_HOURS": "late"}])
def test_wrong_settings_end_the_start(wrong: dict[str, str]) -> None:
    with override_settings(**wrong), pytest.raises(ImproperlyConfigured):
        NoticesConfig.create("linli.notices").ready()


def test_a_dead_gateway_costs_no_longer_than_the_limit() -> None:
    began = time.monotonic()
    with pytest.raises(gateways.Silent, match=r"no answer within 0\.1 s"):
        gateways.within(0.1, lambda: time.sleep(5))
    assert time.monotonic() - began < 2


def test_what_a_gateway_says_comes_through() -> None:
    def refuses() -> str:
        raise gateways.Refused("no such template")

    def unreachable() -> str:
        raise ConnectionRefusedError("refused")

    assert gateways.within(5, lambda: "id-1") == "id-1"
    with pytest.raises(gateways.Refused, match="no such template"):
        gateways.within(5, refuses)
    with pytest.raises(gateways.Silent, match="refused"):
        gateways.within(5, unreachable)


def test_a_silent_door_rests_for_a_minute_and_no_other_does() -> None:
    gateways.rest("sms", NOW)
    assert gateways.resting_until("sms", NOW) == NOW + timedelta(minutes=1)
    assert gateways.resting_until("route:1", NOW) is None
    assert gateways.resting_until("sms", NOW + timedelta(minutes=1)) is None


def test_limits_leave_the_lease_of_a_delivery_room() -> None:
    assert gateways.LIMIT <= 20
