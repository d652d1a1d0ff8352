import pytest

from linli.notices import wording
from tests.factories.notices import RECEIPT, RECEIVED


def test_gaps_are_filled() -> None:
    assert wording.render(RECEIVED, {"receipt": RECEIPT}) == f"您的诉求已登记，受理编号{RECEIPT}。"
    assert wording.known()[RECEIVED] == "您的诉求已登记，受理编号%(receipt)s。"


def test_a_code_stands_for_one_text() -> None:
    assert wording.declare(RECEIVED, "您的诉求已登记，受理编号%(receipt)s。") == RECEIVED
    with pytest.raises(ValueError, match="twice"):
        wording.declare(RECEIVED, "别的话")


@pytest.mark.parametrize(
    ("template", "params", "why"),
    [
        ("tests.nothing", {}, "no template"),
        (RECEIVED, {}, "gaps"),
        (RECEIVED, {"receipt": RECEIPT, "name": "王"}, "gaps"),
        (RECEIVED, {"receipt": "13812345678"}, "number of a person"),
        (RECEIVED, {"receipt": "长" * 41}, "too long"),
    ],
)
def test_what_does_not_fit_is_a_fault_of_the_caller(template: str, params: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wording.render(template, params)


def test_a_percent_sign_in_what_fills_a_gap_stays() -> None:
    assert "50%(x)s" in wording.render(RECEIVED, {"receipt": "50%(x)s"})
