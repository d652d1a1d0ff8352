from functools import partial

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel import verbs
from linli.kernel.pages import Request, answer_form, done, form_page, page
from linli.kernel.refusals import require
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
    return answer_form(
        request,
        forms.NewRoleForm(request.POST or None),
        actions.make_role,
        again=form_page(request, "organisations/role.html", {"may_edit": True}),
        then=lambda _made: done(request, _("已添加角色。"), "roles"),
    )


@require_http_methods(["GET", "POST"])
def role(request: Request, role_id: int) -> HttpResponse:
    """Everybody signed in may read what a role can do; those who edit everywhere tick its verbs."""
    of = queries.role_by_id(role_id)
    may_edit = rules.can_edit_everywhere(request.actor)
    keys = ("name", "words", "verbs", "reach", "rung", "is_desk", "is_volunteer", "is_head")
    form = forms.RoleForm(
        request.POST or None, has=tuple(of.verbs), initial={key: getattr(of, key) for key in keys}
    )
    known = verbs.known()
    context = {"role": of, "may_edit": may_edit, "verbs": [known.get(verb, verb) for verb in of.verbs]}
    context["pasts"] = queries.pasts_of_role(of) if may_edit else []
    return answer_form(
        request,
        form,
        partial(actions.edit_role, role=of),
        again=form_page(request, "organisations/role.html", context),
        then=lambda _edited: done(request, _("已修改，马上生效。"), "role", of.pk),
    )
