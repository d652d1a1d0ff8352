"""What a worker does with a case: one view for every act, and the number of a reporter."""

from django.http import HttpResponse
from django.utils import timezone

from linli.cases import actions, forms, queries
from linli.cases.queries.offers import Offer
from linli.cases.views.acts import KINDS, case_context, done, make_form, shown_again, way_of
from linli.cases.views.acts.kinds import Said
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import NotFound, Refusal


def case_act(request: Request, case_id: int, act: str, of: int = 0) -> HttpResponse:
    """Read the small form of the act, say its sentence, show what came of it; a refusal stands where the button was."""
    if act not in KINDS:
        raise NotFound
    if request.method != "POST":
        return go(request, "case", case_id)
    case, now, offer = queries.case_for(request.actor, case_id), timezone.now(), Offer(act, of)
    form = make_form(offer, case, now, request.POST)
    if not form.is_valid():
        return shown_again(request, case_id, offer, form)
    typed = form.answers() if isinstance(form, forms.CallBackForm) else form.cleaned_data
    try:
        words = KINDS[act].say(Said(request, case, of, typed, now))
    except Refusal as refusal:
        return shown_again(request, case_id, offer, form, refusal)
    return done(request, case_id, words, act=act)


def case_number(request: Request, case_id: int) -> HttpResponse:
    """Show the reporter's phone to who must call; the reason is logged. The number never stands in an address."""
    if request.method != "POST":
        return go(request, "case", case_id)
    case = queries.case_for(request.actor, case_id)
    form = forms.NumberForm(request.POST)
    context = {**case_context(request, case), **way_of(request, case), "number_form": form}
    wanted = request.POST.get("report", "")
    report = next((one for one in case.reports.all() if str(one.pk) == wanted), None)
    if report is None or not form.is_valid():
        return page(request, "cases/case.html", {**context, "form": form}, part="people")
    try:
        number = actions.see_number(
            report_id=report.pk, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()
        )
    except Refusal as refusal:
        return page(request, "cases/case.html", context, part="people", refusal=refusal)
    return page(request, "cases/case.html", {**context, "number": number, "of": report.pk}, part="people")
