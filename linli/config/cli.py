"""The ``linli`` command: `linli import places FILE` runs the management command import_places of its room."""

import os
import sys

import django
from django.core.management import ManagementUtility, get_commands

# First words that take a second one: `linli import cases` is the command `import_cases`.
TWO_WORDS = ("import", "export", "triage")


def main(argv: list[str] | None = None) -> None:
    words = list(sys.argv if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    if len(words) > 1 and words[1] in TWO_WORDS:
        if len(words) == 2 or words[2].startswith("-"):
            sys.exit(_say_second_words(words[1], is_asked="--help" in words or "-h" in words))
        words[1:3] = [f"{words[1]}_{words[2]}"]
    ManagementUtility(words).execute()


def _say_second_words(first: str, *, is_asked: bool) -> int:
    """Which second words the first one takes; the exit code, 0 where somebody asked for it."""
    django.setup()
    found = sorted(name.removeprefix(f"{first}_") for name in get_commands() if name.startswith(f"{first}_"))
    said = (
        f"linli {first} ({' | '.join(found)}) …; linli {first} {found[0]} --help"
        if found
        else f"linli {first}: nothing yet"
    )
    print(said, file=sys.stdout if is_asked else sys.stderr)
    return 0 if is_asked else 2
