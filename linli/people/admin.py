"""For those who set the system up: superusers' accounts are managed here by a sentence, people are only looked at."""

from typing import Any, cast

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.pages import Request
from linli.people import actions, numbers
from linli.people.models import Account, Consent, Household, Person


class OnlyLook(admin.ModelAdmin[Any]):
    """A superuser may look; whoever wants to change something says it as a sentence on a page."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(OnlyLook):
    list_display = ("name", "code", "home")
    list_select_related = ("home",)
    search_fields = ("name", "code")
    fields = ("name", "phone_masked", "identity_masked", "born_on", "home", "code")

    @admin.display(description=_("电话"))
    def phone_masked(self, person: Person) -> str:
        return numbers.mask_phone(person.phone)

    @admin.display(description=_("证件号"))
    def identity_masked(self, person: Person) -> str:
        return numbers.mask_identity(person.identity)


@admin.register(Household)
class HouseholdAdmin(OnlyLook):
    list_display = ("name", "home", "since", "until")
    list_select_related = ("home",)


@admin.register(Consent)
class ConsentAdmin(OnlyLook):
    list_display = ("person", "purpose", "basis", "given_at", "withdrawn_at")
    list_select_related = ("person",)


class AccountAddForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta(AdminUserCreationForm.Meta):
        model = Account


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta(UserChangeForm.Meta):
        model = Account


@admin.register(Account)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Superusers make superusers, set passwords and close accounts. Duties come from the chart, never from here."""

    form = AccountForm
    add_form = AccountAddForm
    list_display = ("username", "person", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    list_select_related = ("person",)
    search_fields = ("username", "person__name")
    readonly_fields = ("person", "last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "person")}),
        (_("维护系统"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("时间"), {"fields": ("last_login", "date_joined")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Account, form: ModelForm[Account], change: bool) -> None:
        self._set_up(request, obj, form.changed_data)

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Django saves the password itself; what is written down commits with it."""
        before = self._password(id)
        response = super().user_change_password(request, id, form_url)
        if self._password(id) != before:
            self._set_up(request, Account.objects.get(pk=id), ["password"])
        return response

    def _password(self, key: str) -> str | None:
        found = Account.objects.filter(pk=key).values_list("password", flat=True) if key.isdecimal() else ()
        return next(iter(found), None)

    def _set_up(self, request: HttpRequest, account: Account, fields: list[str]) -> None:
        actions.set_up_account(
            account=account, fields=fields, by=cast(Request, request).actor, now=timezone.now()
        )


# Rows that would be changed past a sentence here; everybody keeps their own on the pages of their account.
for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)
