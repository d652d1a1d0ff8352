"""What `linli` says to somebody who types half a command."""

import pytest

from linli.config.cli import main


def test_a_first_word_alone_names_the_second_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["linli", "import"])
    assert left.value.code == 2
    assert "bodies | cases | days | divisions | matters | places" in capsys.readouterr().err


def test_help_for_a_first_word_is_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["linli", "import", "--help"])
    assert left.value.code == 0
    assert "linli import bodies --help" in capsys.readouterr().out


def test_a_word_that_has_no_second_word_yet_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["linli", "triage"])
    assert "nothing yet" in capsys.readouterr().err
