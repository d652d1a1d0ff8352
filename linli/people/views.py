from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.pages import Request, answer_form, done, form_page, page
from linli.kernel.refusals import Refusal, require
from linli.people import actions, forms, numbers, queries, rules
from linli.people.models import Person
from linli.places import queries as places

PAGE = 25


@require_GET
def people(request: Request) -> HttpResponse:
    """Search by name, phone or last four digits; 25 a page by key."""
    require(request.actor.may_anywhere(rules.READ))
    form = forms.SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    after = request.GET.get("after", "")
    found = queries.search(request.actor, words)
    if after.isdecimal():
        found = found.filter(pk__gt=int(after))
    rows = list(found[: PAGE + 1])
    homes = places.paths(row.home for row in rows if row.home)
    context = {
        "search": forms.SearchForm(initial={"q": words}),
        "words": words,
        "rows": [
            (row, numbers.mask_phone(row.phone), homes.get(row.home_id or 0, "")) for row in rows[:PAGE]
        ],
        "next": str(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "may_add": request.actor.may_anywhere(rules.EDIT),
    }
    return page(request, "people/people.html", context, part="found")


@require_http_methods(["GET", "POST"])
def person_add(request: Request) -> HttpResponse:
    require(request.actor.may_anywhere(rules.EDIT))
    return answer_form(
        request,
        forms.PersonForm(request.POST or None, initial={"home": request.GET.get("home", "")}),
        actions.register_person,
        again=form_page(request, "people/person_form.html"),
        then=lambda made: done(request, _("已登记。"), "person", made.pk),
    )


@require_GET
@never_cache
def person(request: Request, person_id: int) -> HttpResponse:
    return _card(request, queries.person_for(request.actor, person_id))


def _card(
    request: Request,
    whom: Person,
    *,
    failed: str = "",
    form: Form | None = None,
    refusal: Refusal | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of a person. ``failed`` names the form among those on the page that came back, ``form`` is that form."""
    actor = request.actor
    context: dict[str, Any] = {
        "person": whom,
        "phone": numbers.mask_phone(whom.phone),
        "identity": numbers.mask_identity(whom.identity),
        "home": places.path_words(whom.home) if whom.home else "",
        "households": queries.households_of(whom),
        "consents": queries.consents_of(whom),
        "account": queries.account_of(whom),
        "may_edit": rules.can_edit(actor, whom),
        "may_see_number": rules.can_see_number(actor, whom),
        "may_manage_accounts": rules.can_manage_accounts(actor),
        "number_form": forms.NumberForm(auto_id="number_%s"),
        "account_form": forms.AccountForm(auto_id="account_%s"),
        "password_form": forms.PasswordForm(auto_id="password_%s"),
        "consent_form": forms.ConsentForm(auto_id="consent_%s"),
        "household_form": forms.HouseholdForm(auto_id="household_%s"),
        "member_form": forms.MemberForm(auto_id="member_%s"),
        "failed": failed,
        **more,
    }
    if form is not None:
        context[failed] = context["form"] = form
    return page(request, "people/person.html", context, refusal=refusal)


@require_http_methods(["GET", "POST"])
def person_edit(request: Request, person_id: int) -> HttpResponse:
    whom = queries.person_for(request.actor, person_id)
    require(rules.can_edit(request.actor, whom))
    context = {
        "person": whom,
        "phone": numbers.mask_phone(whom.phone),
        "identity": numbers.mask_identity(whom.identity),
    }
    return answer_form(
        request,
        forms.ChangeForm(request.POST or None, initial={"name": whom.name, "home": whom.home}),
        partial(actions.change_person, person=whom),
        again=form_page(request, "people/person_form.html", context),
        then=lambda _changed: done(request, _("已修改。"), "person", whom.pk),
    )


@require_POST
@never_cache
def person_number(request: Request, person_id: int) -> HttpResponse:
    """Shows the whole number once; the reason is in the journal."""
    whom = queries.person_for(request.actor, person_id)
    form = forms.NumberForm(request.POST, auto_id="number_%s")
    return answer_form(
        request,
        form,
        partial(actions.see_number, person=whom),
        again=partial(_card, request, whom, failed="number_form"),
        then=lambda number: _card(request, whom, number=number, which=form.cleaned_data["which"]),
    )


@require_POST
def account_open(request: Request, person_id: int) -> HttpResponse:
    whom = queries.person_for(request.actor, person_id)
    return answer_form(
        request,
        forms.AccountForm(request.POST, auto_id="account_%s"),
        partial(actions.open_account, person=whom),
        again=partial(_card, request, whom, failed="account_form"),
        then=lambda _opened: done(request, _("账号已开通。"), "person", whom.pk),
    )


@require_POST
def account_close(request: Request, account_id: int) -> HttpResponse:
    account = queries.account_by_id(account_id)
    actions.close_account(account=account, by=request.actor, now=timezone.now())
    return done(request, _("账号已停用。"), "person", account.person_id)


@require_POST
def account_reopen(request: Request, account_id: int) -> HttpResponse:
    account = queries.account_by_id(account_id)
    actions.reopen_account(account=account, by=request.actor, now=timezone.now())
    return done(request, _("账号已恢复。"), "person", account.person_id)


@require_POST
def account_password(request: Request, account_id: int) -> HttpResponse:
    account = queries.account_by_id(account_id)
    whom = queries.person_for(request.actor, account.person_id or 0)
    return answer_form(
        request,
        forms.PasswordForm(request.POST, auto_id="password_%s"),
        partial(actions.set_password, account=account),
        again=partial(_card, request, whom, failed="password_form"),
        then=lambda _account: done(request, _("密码已改。"), "person", whom.pk),
    )


@require_POST
def consent_give(request: Request, person_id: int) -> HttpResponse:
    whom = queries.person_for(request.actor, person_id)
    return answer_form(
        request,
        forms.ConsentForm(request.POST, auto_id="consent_%s"),
        partial(actions.give_consent, person=whom),
        again=partial(_card, request, whom, failed="consent_form"),
        then=lambda _consent: done(request, _("已登记。"), "person", whom.pk),
    )


@require_POST
def consent_withdraw(request: Request, consent_id: int) -> HttpResponse:
    consent = queries.consent_by_id(consent_id)
    actions.withdraw_consent(consent=consent, by=request.actor, now=timezone.now())
    return done(request, _("已撤回。"), "person", consent.person_id)


@require_POST
def household_found(request: Request, person_id: int) -> HttpResponse:
    whom = queries.person_for(request.actor, person_id)
    return answer_form(
        request,
        forms.HouseholdForm(request.POST, auto_id="household_%s"),
        partial(actions.found_household, home=whom.home, head=whom),
        again=partial(_card, request, whom, failed="household_form"),
        then=lambda _founded: done(request, _("已登记。"), "person", whom.pk),
    )


@require_POST
def member_add(request: Request, household_id: int) -> HttpResponse:
    household = queries.household_by_id(household_id)
    head = household.members.select_related("person__home").earliest("pk").person
    whom = queries.person_for(request.actor, head.pk)
    return answer_form(
        request,
        forms.MemberForm(request.POST, auto_id="member_%s"),
        partial(actions.add_member, household=household),
        again=partial(_card, request, whom, failed="member_form"),
        then=lambda _member: done(request, _("已登记。"), "person", whom.pk),
    )


@require_POST
def member_remove(request: Request, member_id: int) -> HttpResponse:
    member = queries.member_by_id(member_id)
    actions.remove_member(member=member, by=request.actor, now=timezone.now())
    return done(request, _("已移出家庭。"), "person", member.person_id)
