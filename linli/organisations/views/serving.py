from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.kernel.actor import Actor
from linli.kernel.pages import Request, page
from linli.kernel.refusals import NotFound
from linli.organisations import queries, rules
from linli.organisations.views.charts import CARDED
from linli.people import numbers
from linli.people.models import Person
from linli.places import queries as places

PAGE = 50
CHOICES = 20


@require_GET
def serving(request: Request) -> HttpResponse:
    """Who serves this door: ``?place=`` is the code or name of any place, from a home to a county."""
    words = request.GET.get("place", "").strip()
    place = places.by_code(words) or (places.find_by_words(words, within=None) if words else None)
    near = list(places.search(words)[:CHOICES]) if words and place is None else []
    paths = places.paths(near if place is None else [place])
    serve = queries.servants(place, timezone.localdate()) if place else queries.DoorServants([], [])
    context = {
        "words": words,
        "place": place,
        "path": paths.get(place.pk, "") if place else "",
        "near": [(one, paths[one.pk]) for one in near],
        "servants": [(duty, _phone(duty.person, request.actor)) for duty in serve.near],
        "others": [(duty, _phone(duty.person, request.actor)) for duty in serve.others],
        "may_print": place is not None and place.kind in CARDED,
    }
    lost = words and place is None and not near
    return page(
        request,
        "organisations/serving.html",
        context,
        refusal=NotFound(_("没有找到这个地点，换个说法再试。")) if lost else None,
    )


def _phone(person: Person, actor: Actor) -> str:
    """A neighbour's own number is masked; one sees only one's own."""
    return person.phone if person.pk == actor.person_id else numbers.mask_phone(person.phone)


@require_GET
def vacancies(request: Request) -> HttpResponse:
    """Seats that nobody holds today; ``?place=`` only those under a place."""
    place = places.by_code(request.GET.get("place", ""))
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() else 0
    rows = list(queries.vacancies(timezone.localdate(), under=place)[start : start + PAGE + 1])
    context = {
        "rows": rows[:PAGE],
        "next": str(start + PAGE) if len(rows) > PAGE else "",
        "place": place,
        "may_edit": (may_edit := request.actor.may_anywhere(rules.EDIT)),
        "without_desk": queries.bodies_without_desk(timezone.localdate())[:PAGE] if may_edit else [],
    }
    return page(request, "organisations/vacancies.html", context)
