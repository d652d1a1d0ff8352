from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import verbs
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal, require
from linli.organisations import actions, forms, queries, rules


@require_GET
def roles(request: Request) -> HttpResponse:
    known = verbs.known()
    rows = [(role, [known.get(verb, verb) for verb in role.verbs]) for role in queries.roles()]
    context = {"rows": rows, "may_edit": rules.can_edit_everywhere(request.actor)}
    return page(request, "organisations/roles.html", context)


@require_http_methods(["GET", "POST"])
def role_make(request: Request) -> HttpResponse:
    require(rules.can_edit_everywhere(request.actor))
    form = forms.NewRoleForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_role(**form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("已添加角色。"))
            return go(request, "roles")
        except Refusal as refused:
            refusal = refused
    return page(request, "organisations/role.html", {"form": form, "may_edit": True}, refusal=refusal)


@require_http_methods(["GET", "POST"])
def role(request: Request, role_id: int) -> HttpResponse:
    """Everybody signed in may read what a role can do; those who edit everywhere tick its verbs."""
    of = queries.role_by_id(role_id)
    may_edit = rules.can_edit_everywhere(request.actor)
    keys = ("name", "words", "verbs", "reach", "rung", "is_desk", "is_volunteer", "is_head")
    form = forms.RoleForm(
        request.POST or None, has=tuple(of.verbs), initial={key: getattr(of, key) for key in keys}
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_role(role=of, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("已修改，马上生效。"))
            return go(request, "role", of.pk)
        except Refusal as refused:
            refusal = refused
    known = verbs.known()
    context = {
        "form": form,
        "role": of,
        "may_edit": may_edit,
        "verbs": [known.get(verb, verb) for verb in of.verbs],
    }
    return page(request, "organisations/role.html", context, refusal=refusal)
