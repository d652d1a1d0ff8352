"""Standard texts are kept, changed and retired. They hold for the whole town; each has a chain of its own in the journal."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import rules
from linli.cases.actions.moving import require_words
from linli.cases.events import CaseEvent
from linli.cases.models import StandardText
from linli.cases.queries import texts as queries
from linli.cases.texts import ACTS, GAPS, unknown_gaps
from linli.catalogue import queries as catalogue
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require

STARTING = Path(__file__).parent.parent / "data" / "texts.toml"


class UnknownTextAct(Refusal):
    """Standard texts stand only for acts that take words."""

    words = _("这一步不用写字，不能放常用语。")
    field = "act"


class UnknownGap(Refusal):
    words = _("没有“{%(gap)s}”这个空，能用的是：%(gaps)s。")
    field = "words"


class NameTaken(Refusal):
    words = _("这一步已经有同名的常用语，请换个名字，或者直接改那一条。")
    field = "name"


class TextRetired(Refusal):
    words = _("这条常用语已经停用，请新建一条。")


class UnknownTextMatter(Refusal):
    words = _("目录里没有这个事项。")
    field = "matter"


@transaction.atomic
def keep_text(
    *, act: str, name: str, words: str, matter_id: int | None, by: Actor, now: datetime
) -> StandardText:
    """Keep a text for an act, for one matter or for all.

    Raises NotAllowed, UnknownTextAct, UnknownTextMatter, WordsMissing, UnknownGap, NameTaken.
    """
    require(rules.can_keep_texts(by))
    if act not in ACTS:
        raise UnknownTextAct
    text = StandardText(act=act)
    _write(text, name=name, words=words, matter_id=matter_id, now=now)
    facts = {"act": act, "matter": text.matter_id}
    journal.write(text, CaseEvent.TEXT_KEPT, by=by, at=now, text=_said(text), **facts)
    return text


@transaction.atomic
def change_text(
    *, text_id: int, name: str, words: str, matter_id: int | None, by: Actor, now: datetime
) -> StandardText:
    """Change a text; what was sent with the old words stays as it is. The act stays.

    Raises NotFound, NotAllowed, TextRetired, UnknownTextMatter, WordsMissing, UnknownGap, NameTaken.
    """
    require(rules.can_keep_texts(by))
    text = _in_use(text_id)
    _write(text, name=name, words=words, matter_id=matter_id, now=now)
    journal.write(text, CaseEvent.TEXT_CHANGED, by=by, at=now, text=_said(text), matter=text.matter_id)
    return text


@transaction.atomic
def retire_text(*, text_id: int, reason: str, by: Actor, now: datetime) -> StandardText:
    """A text is offered no more. Raises NotFound, NotAllowed, TextRetired, WordsMissing."""
    require(rules.can_keep_texts(by))
    text = _in_use(text_id)
    said = require_words(reason, "reason")
    text.retired_at = now
    text.save(update_fields=["retired_at"])
    journal.write(text, CaseEvent.TEXT_RETIRED, by=by, at=now, text=said)
    return text


def starting_texts(*, by: Actor, now: datetime) -> int:
    """The texts an installation begins with, where there never was any; how many. Those of a matter that the town does
    not have are left out. Raises NotAllowed.
    """
    require(rules.can_keep_texts(by))
    if StandardText.objects.exists():
        return 0
    matters = {matter.code: matter.pk for matter in catalogue.current(timezone.localdate(now))}
    with STARTING.open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["text"]
    kept = [row for row in rows if not row.get("matter") or row["matter"] in matters]
    for row in kept:
        keep_text(
            act=row["act"], name=row["name"], words=row["words"], matter_id=matters.get(row.get("matter", "")),
            by=by, now=now,
        )  # fmt: skip
    return len(kept)


def _in_use(text_id: int) -> StandardText:
    text = queries.locked_text(text_id)
    if text.retired_at is not None:
        raise TextRetired
    return text


def _write(text: StandardText, *, name: str, words: str, matter_id: int | None, now: datetime) -> None:
    on = timezone.localdate(now)
    if matter_id is not None and all(matter.pk != matter_id for matter in catalogue.current(on)):
        raise UnknownTextMatter
    text.name, text.words = require_words(name, "name")[:40], require_words(words, "words")
    if unknown := unknown_gaps(text.words):
        gaps = " ".join(f"{{{gap}}}" for gap in GAPS)
        raise UnknownGap(UnknownGap.words % {"gap": unknown[0], "gaps": gaps})
    if queries.is_named(text.act, matter_id, text.name, but=text.pk):
        raise NameTaken
    text.matter_id, text.changed_at = matter_id, now
    text.save()


def _said(text: StandardText) -> str:
    return f"{text.name}\n{text.words}"
