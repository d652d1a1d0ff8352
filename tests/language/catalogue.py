"""Brings the English catalogue up to date with the sources: ``make words``.

What is new comes in with an empty translation, what nobody says any more goes. Translations are written by hand into
linli/locale/en/LC_MESSAGES/django.po.
"""

import io
import os
import sys

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.architecture.code import PACKAGE

PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = "# The English of Linli. `make words` brings it up to date with the sources; translations are written by hand."


def kept() -> Catalog:
    """The catalogue as it stands in the file; an empty one where there is none."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def said() -> dict[tuple[str, str], set[str]]:
    """Every text of the sources by (context, text), with the plural it is said with where it has one."""
    from tests.language import sources

    found: dict[tuple[str, str], set[str]] = {}
    for one in sources.marked():
        plurals = found.setdefault((one.context, one.text), set())
        if one.plural:
            plurals.add(one.plural)
    return found


def brought_up_to_date(old: Catalog, texts: dict[tuple[str, str], set[str]]) -> Catalog:
    """The texts of the sources with what was translated before."""
    new = Catalog(
        locale="en", domain="django", project="Linli", version="0", fuzzy=False, header_comment=HEADER
    )
    for context, text in sorted(texts):
        plural = next(iter(texts[context, text]), "")
        before = old.get(text, context or None)
        new.add(
            (text, plural) if plural else text,
            _fitting(before, is_plural=bool(plural)),
            flags=before.flags - {"fuzzy"} if before else (),
            context=context or None,
        )
    return new


def _fitting(before: Message | None, *, is_plural: bool) -> str | tuple[str, str]:
    """The old translation in the shape that is asked for now."""
    string = before.string if before is not None else ""
    if is_plural:
        return tuple(string) if isinstance(string, tuple | list) else (str(string), str(string))  # type: ignore[return-value]
    return string if isinstance(string, str) else str((string or [""])[0])


def written(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue, width=0, no_location=True, omit_header=False)
    lines = file.getvalue().decode().splitlines()
    # Dates and versions of tools change without anything having changed.
    kept_lines = [
        line
        for line in lines
        if not line.startswith(
            (
                '"Report-Msgid',
                '"POT-Creation',
                '"PO-Revision',
                '"Generated-By',
                '"Last-Translator',
                '"Language-Team',
            )
        )
    ]
    return ("\n".join(kept_lines) + "\n").encode()


def main() -> int:
    old, texts = kept(), said()
    new = brought_up_to_date(old, texts)
    gone = len({(one.context or "", one.id) for one in old if one.id}) - sum(
        1 for context, text in texts if old.get(text, context or None) is not None
    )
    missing = sum(
        1 for one in new if one.id and not (all(one.string) if isinstance(one.string, tuple) else one.string)
    )
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(new))
    print(f"{len(texts)} texts, {missing} without English, {gone} no longer said", file=sys.stderr)  # noqa: T201
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    django.setup()
    sys.exit(main())
