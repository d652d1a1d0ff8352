"""How a view answers: a part for htmx, a whole page or a redirect for a plain browser, 422 for a refusal."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.contrib import messages
from django.db import OperationalError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal


class Request(HttpRequest):
    """A request with its Actor, put there by the middleware of ``organisations``."""

    actor: Actor


def is_part(request: HttpRequest) -> bool:
    """Does htmx ask for a part of the page? A boosted or history-restoring request wants the whole."""
    wants_whole = (
        request.headers.get("HX-Boosted") == "true" or request.headers.get("HX-Request-Type") == "full"
    )
    return request.headers.get("HX-Request") == "true" and not wants_whole


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Render ``template``, or only its partial ``part`` when htmx asks.

    With a ``refusal``, or when ``context["form"]`` has errors, the status is the refusal's (422 for a form), the
    refusal stands in the context as ``refusal``, and what was typed is kept.
    """
    whole = {**(context or {}), "refusal": refusal}
    form = whole.get("form")
    status = 200
    if refusal is not None:
        status = refusal.status
        if isinstance(form, BaseForm) and refusal.field in form.fields and form.is_bound:
            form.add_error(refusal.field, str(refusal))
    elif isinstance(form, BaseForm) and form.is_bound and form.errors:
        status = 422
    name = f"{template}#{part}" if part and is_part(request) else template
    response = render(request, name, whole, status=status)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def go(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """After a write: send the reader on. A plain browser gets 303, htmx a header that does the same."""
    url = resolve_url(to, *args, **kwargs)
    if is_part(request):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def done(request: HttpRequest, words: str, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """After a write: ``go`` on, and say ``words`` there."""
    messages.success(request, words)
    return go(request, to, *args, **kwargs)


class Again(Protocol):
    """Shows the page a form stands on, with the form as it was filled in and the refusal, if there was one."""

    def __call__(self, *, form: Any, refusal: Refusal | None) -> HttpResponse: ...


def form_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, part: str = ""
) -> Again:
    """The page of a template whose one form stands in the context as ``form``; see ``page``."""

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        return page(request, template, {**(context or {}), "form": form}, part=part, refusal=refusal)

    return again


def answer_form[Made](
    request: Request,
    form: BaseForm,
    say: Callable[..., Made],
    *,
    again: Again,
    then: Callable[[Made], HttpResponse],
) -> HttpResponse:
    """Say a sentence with what a form holds, and answer.

    ``say`` gets the form's cleaned data, the reader as ``by`` and the present as ``now``. When it is done, ``then``
    answers with what it returned, mostly by ``done``. A form that was not sent, is not in order, or whose sentence
    refuses, is shown ``again``: 200, 422, or the status of the refusal. No transaction is open here.
    """
    refusal: Refusal | None = None
    if form.is_bound and form.is_valid():
        try:
            made = say(**form.cleaned_data, by=request.actor, now=timezone.now())
        except Refusal as refused:
            refusal = refused
        else:
            return then(made)
    return again(form=form, refusal=refusal)


class OnlyByButton(Refusal):
    """An address that only takes what a form sends was opened or loaded again by hand."""

    words = _("这个地址不能直接打开，请回到上一页，用页面上的按钮。")
    status = 405


class RefusalMiddleware:
    """Shows a refusal that no view caught, and a busy database as 503 with what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == OnlyByButton.status:
            shown = page(request, "ui/refusal.html", part="message", refusal=OnlyByButton())
            shown.headers["Allow"] = response.headers["Allow"]
            return shown
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            return page(request, "ui/refusal.html", part="message", refusal=error)
        if isinstance(error, OperationalError) and _is_busy(error):
            typed = [(name, value) for name in request.POST if name != "csrfmiddlewaretoken"
                     for value in request.POST.getlist(name)]  # fmt: skip
            response = render(request, "ui/busy.html", {"typed": typed}, status=503)
            response.headers["Retry-After"] = "3"
            return response
        return None


def _is_busy(error: OperationalError) -> bool:
    words = str(error).lower()
    return any(sign in words for sign in ("locked", "busy", "lock timeout", "too many clients", "connection"))
