from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.people import numbers
from linli.people.numbers import BadIdentity, BadPhone


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13812345678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("13812345678", "13812345678"),
        ("0833-2123456", "08332123456"),
        ("(010)62345678", "01062345678"),
        ("0833—2123456", "08332123456"),
        ("0833-2123456转801", "08332123456-801"),
        ("400-812-3456", "4008123456"),
        ("2123456", "2123456"),
        ("12345", "12345"),
        ("110", "110"),
        ("  ", ""),
    ],
)
def test_a_phone_is_kept_in_one_writing(written: str, kept: str) -> None:
    assert numbers.normalise_phone(written) == kept


@pytest.mark.parametrize(
    "written", ["1381234567", "138123456789", "23812345678", "abc", "13812345678 13912345678", "1", "٣٣٣٣٣٣٣"]
)
def test_what_is_no_phone_is_refused(written: str) -> None:
    with pytest.raises(BadPhone):
        numbers.normalise_phone(written)


def test_an_identity_number_is_checked_by_its_last_sign() -> None:
    assert numbers.normalise_identity("11010519491231002x") == "11010519491231002X"
    assert numbers.born_on("11010519491231002X") == date(1949, 12, 31)
    for wrong in ("110105194912310021", "11010519491331002X", "1101051949123100", "abc"):
        with pytest.raises(BadIdentity):
            numbers.normalise_identity(wrong)
    assert numbers.normalise_identity(" ") == ""


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_of_an_identity_number_is_found(at: int, step: int) -> None:
    good = "11010519491231002X"
    bad = good[:at] + str((int(good[at]) + step) % 10) + good[at + 1 :]
    with pytest.raises(BadIdentity):
        numbers.normalise_identity(bad)


def test_masks_show_enough_to_know_a_number_again() -> None:
    assert numbers.mask_phone("13812345678") == "138****5678"
    assert numbers.mask_phone("08332123456-801") == "083****3456"
    assert numbers.mask_phone("2123456") == "****3456"
    assert numbers.mask_phone("12345") == "12345"
    assert numbers.mask_phone("") == ""
    assert numbers.mask_identity("11010519491231002X") == "110***********002X"
    assert numbers.last4("08332123456-801") == "3456"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("请打13812345678找我", "请打[电话]找我"),
        ("138 1234 5678或139-1234-5678", "[电话]或[电话]"),
        ("电话+86 13812345678。", "电话[电话]。"),
        ("手机13812345678", "手机[电话]"),
        ("座机0833-2123456", "座机[电话]"),
        ("座机(010)62345678", "座机[电话]"),
        ("身份证11010519491231002X,", "身份证[证件号],"),
        ("证号110105 19491231 002x", "证号[证件号]"),
        ("2026年3月5日20:00,3栋2单元501室,20260305", "2026年3月5日20:00,3栋2单元501室,20260305"),
        ("工单2021030412345678901", "工单2021030412345678901"),
        ("3.14159265358", "3.14159265358"),
    ],
)
def test_numbers_are_taken_out_of_free_text(text: str, told: str) -> None:
    assert numbers.redact(text) == told


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_no_mobile_survives_redaction(number: str, gap: str) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    told = numbers.redact(f"我的号码是{written},谢谢")
    assert number[-4:] not in told
