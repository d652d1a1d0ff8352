"""Views of the worklist under a name: saved, renamed, deleted."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.cases import actions, queries, rules
from linli.cases.forms.bulk import RenameViewForm, SaveViewForm
from linli.cases.models import SavedView
from linli.cases.views import filtering
from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import NotFound, require


@require_POST
def views_save(request: Request) -> HttpResponse:
    """Keep what is looked at now; the query is written anew from what makes sense in it."""
    asked = QueryDict(request.POST.get("query", "")[:400])
    lens = asked.get("lens", "")
    query = filtering.written(lens if lens in queries.LENSES else "mine", filtering.read(asked))
    address = f"{reverse('worklist')}?{query}"

    def say(**typed: Any) -> SavedView:
        return actions.save_view(query=query, **typed)

    def again(*, form: Any, refusal: Any) -> HttpResponse:
        context = {"form": form, "query": query, "back": address}
        return page(request, "cases/view_save.html", context, refusal=refusal)

    form = SaveViewForm(request.POST)
    return answer_form(
        request, form, say, again=again,
        then=lambda view: done(request, _("已保存视图“%(name)s”。") % {"name": view.name}, address),
    )  # fmt: skip


def view_change(request: Request, view_id: int) -> HttpResponse:
    """The page of one view of one's own: another name, or away with it."""
    view = queries.views_for(request.actor).filter(pk=view_id).first()
    if view is None:
        raise NotFound
    require(rules.can_change_view(request.actor, view))
    address = reverse("worklist")
    if request.method == "POST" and "drop" in request.POST:
        name = actions.drop_view(view_id=view_id, by=request.actor, now=timezone.now())
        return done(request, _("已删除视图“%(name)s”。") % {"name": name}, address)

    def say(**typed: Any) -> SavedView:
        return actions.rename_view(view_id=view_id, **typed)

    def again(*, form: Any, refusal: Any) -> HttpResponse:
        context = {"form": form, "view": view, "back": f"{address}?{view.query}"}
        return page(request, "cases/view_change.html", context, refusal=refusal)

    form = RenameViewForm(request.POST if request.method == "POST" else None, initial={"name": view.name})
    return answer_form(
        request, form, say, again=again,
        then=lambda row: done(request, _("已改名为“%(name)s”。") % {"name": row.name}, f"{address}?{row.query}"),
    )  # fmt: skip
