"""The tree of places as a sheet that the import reads again."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.kernel.pages import Request
from linli.kernel.refusals import require
from linli.kernel.sheets.pages import sheet_answer
from linli.places import queries, rules
from linli.places.lines import COLUMNS


@require_GET
def places_export(request: Request) -> HttpResponse:
    """What lies under ``?place=`` with its homes; without it the whole tree down to the units, without homes."""
    key = request.GET.get("place", "")
    place = queries.by_id(int(key)) if key.isdecimal() else None
    require(rules.can_edit(request.actor, place))
    name = f"{place.name if place else _('场所')}-{timezone.localdate():%Y%m%d}"
    return sheet_answer(name, COLUMNS, queries.rows_of_places(place), is_csv=request.GET.get("as") == "csv")
