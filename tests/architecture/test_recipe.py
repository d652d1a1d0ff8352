"""Follows "To add a room" of CONTRIBUTING with a toy room, in a copy, and holds the list to be complete."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code import ROOT

FILES = {
    "linli/toys/__init__.py": '"""Toys: what children of the estate lend to each other. It may not keep a child\'s name."""\n',
    "linli/toys/events.py": """
from django.db import models
from django.utils.translation import gettext_lazy as _


class ToyEvent(models.TextChoices):
    OFFERED = "toys.offered", _("拿出玩具")
""",
    "linli/toys/models.py": """
from django.db import models

from linli.places.models import Place


class Toy(models.Model):
    name = models.CharField(max_length=60)
    estate = models.ForeignKey(Place, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
""",
    "linli/toys/migrations/__init__.py": "",
    "linli/toys/rules.py": """
from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor
from linli.places.models import Place

OFFER = verbs.declare("toys.offer", _("拿出玩具给邻居"))


def can_offer(actor: Actor, estate: Place) -> bool:
    return actor.may(OFFER, areas=estate.area_ids())
""",
    "linli/toys/queries.py": """
from django.db.models import QuerySet

from linli.toys.models import Toy


def of_estate(estate_id: int) -> QuerySet[Toy]:
    return Toy.objects.filter(estate=estate_id).order_by("name")
""",
    "linli/toys/actions.py": """
from datetime import datetime

from django.db import transaction

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import require
from linli.places.models import Place
from linli.toys import rules
from linli.toys.events import ToyEvent
from linli.toys.models import Toy


@transaction.atomic
def offer_toy(*, name: str, estate: Place, by: Actor, now: datetime) -> Toy:
    \"\"\"Offer a toy to the estate. Raises NotAllowed.\"\"\"
    require(rules.can_offer(by, estate))
    toy = Toy.objects.create(name=name, estate=estate, offered_at=now)
    journal.write(toy, ToyEvent.OFFERED, by=by, at=now, estate=estate.pk)
    return toy
""",
    "linli/toys/work.py": """
from datetime import datetime

from linli.journal.models import Entry


def welcome_toy(entry: Entry, now: datetime) -> None:
    \"\"\"Nothing follows yet; the entry is enough.\"\"\"
""",
    "linli/toys/views.py": """
from django.http import HttpResponse

from linli.kernel.pages import Request, page
from linli.toys import queries


def toys(request: Request, estate_id: int) -> HttpResponse:
    return page(request, "toys/list.html", {"toys": queries.of_estate(estate_id)})
""",
    "linli/toys/urls.py": """
from django.urls import URLPattern, path

from linli.toys import views

urlpatterns: list[URLPattern] = [path("<int:estate_id>/", views.toys, name="toys")]
""",
    "linli/toys/templates/toys/list.html": """{% extends "ui/staff.html" %}
{% block content %}<ul>{% for toy in toys %}<li>{{ toy.name }}</li>{% endfor %}</ul>{% endblock %}
""",
    "tests/toys/__init__.py": "",
    "tests/toys/test_toys.py": """
import pytest

from linli.journal import queries as journal
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed
from linli.toys.actions import offer_toy
from tests.factories.towns import NOW, small_town


@pytest.mark.django_db
def test_a_neighbour_offers_a_toy() -> None:
    town = small_town()
    neighbour = Actor(ActorKind.PERSON, grants=frozenset({Grant("toys.offer", Over.AREA, town.estate.pk)}))
    toy = offer_toy(name="积木", estate=town.estate, by=neighbour, now=NOW)
    assert [told.tag for told in journal.entries_of(toy)] == ["toys.offered"]


@pytest.mark.django_db
def test_a_stranger_offers_nothing() -> None:
    town = small_town()
    with pytest.raises(NotAllowed):
        offer_toy(name="积木", estate=town.estate, by=Actor(ActorKind.PERSON), now=NOW)
""",
}
# file -> (line that it stands before, what is written there)
LINES = {
    "pyproject.toml": ('    "people",\n', '    "toys",\n'),
    "linli/config/settings.py": ('    "linli.people",\n', '    "linli.toys",\n'),
    "linli/config/urls.py": ('    path("people/"', '    path("toys/", include("linli.toys.urls")),\n'),
    "linli/config/reactions.py": (
        "REACTIONS: dict[str, tuple[Reaction, ...]] = {",
        "from linli.toys.work import welcome_toy as _welcome_toy\n\n",
    ),
    "README.md": ("| `people` |", "| `toys` | what children lend to each other |\n"),
    "docs/glossary.md": ("| journal, entry |", "| toy | 玩具 | what children lend to each other |\n"),
}


def _copy(to: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def _add_toys(to: Path) -> set[str]:
    for name, text in FILES.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text.lstrip("\n"))
    for name, (before, line) in LINES.items():
        text = (to / name).read_text()
        assert text.count(before) == 1, f"{name} has no single {before!r}"
        (to / name).write_text(text.replace(before, line + before))
    return {*FILES, *LINES}


def _named_in_the_recipe() -> list[str]:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    recipe = text.split("## To add a room")[1].split("\n## ")[0]
    return [
        match.replace("<room>", "toys")
        for match in re.findall(r"^\d+\. `([^`]+)`", recipe, flags=re.MULTILINE)
    ]


@pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="needs a checkout: the recipe is tried in a copy of it"
)
def test_a_room_is_added_by_the_files_that_the_recipe_names(tmp_path: Path) -> None:
    _copy(tmp_path)
    touched = _add_toys(tmp_path)
    named = _named_in_the_recipe()
    assert not {name for name in touched if not any(name == item or name.startswith(item) for item in named)}
    assert not {item for item in named if not any(name == item or name.startswith(item) for name in touched)}

    environment = {**os.environ, "LINLI_DATA": str(tmp_path / "var"), "PYTHONPATH": str(tmp_path)}
    environment.pop("LINLI_DATABASE_URL", None)
    for command in (
        ["-m", "linli", "makemigrations", "toys"],
        ["-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        ["-m", "pytest", "-p", "no:cacheprovider", "tests/toys", "tests/architecture",
         "--ignore=tests/architecture/test_recipe.py", "--ignore=tests/architecture/test_walk.py"],
    ):  # fmt: skip
        run = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
