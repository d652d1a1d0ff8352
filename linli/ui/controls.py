"""Turns a bound form field into the parts of a control: classes of Bootstrap, kinds of input, errors.

Django itself ties the control to its help (``…_helptext``) and its errors (``…_error``) by ARIA.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
# What the browser's own pickers of day and time ask for, and the form in which they take a value.
_PICKERS = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error of a form: the id of the control at fault, its label, and why. Both are "" for the form as a whole."""

    id: str
    label: str
    why: str


def parts(bound: BoundField) -> dict[str, Any]:
    """What ``ui/field.html`` shows of a field."""
    widget = bound.field.widget
    _dress(widget, wrong=bool(bound.errors))
    has_options = isinstance(widget, _CHOICES)
    return {
        "id": bound.auto_id,
        "label": bound.label,
        "help": bound.help_text,
        "errors": bound.errors,
        "required": bound.field.required,
        "control": "" if has_options else bound.as_widget(),
        "options": bound.subwidgets if has_options else (),
        "described_by": bound.aria_describedby,
        "is_group": bound.use_fieldset,
        "is_tick": isinstance(widget, forms.CheckboxInput),
    }


def problems(form: BaseForm) -> list[Problem]:
    """Every error of a bound form in the order of its fields, those of the whole form first."""
    if not form.is_bound:
        return []
    whole = [Problem("", "", str(why)) for why in form.errors.get(NON_FIELD_ERRORS, ())]
    return whole + [
        Problem(_first_id(bound), str(bound.label), str(why)) for bound in form for why in bound.errors
    ]


def _dress(widget: forms.Widget, *, wrong: bool) -> None:
    """Give a widget its class and kind. Each form has its own copy of its widgets; dressing twice changes nothing."""
    classes = str(widget.attrs.get("class", "")).split()
    for css_class in (_css_class(widget), "is-invalid" if wrong else ""):
        if css_class and css_class not in classes:
            classes.append(css_class)
    widget.attrs["class"] = " ".join(classes)
    if (
        isinstance(widget, forms.DateInput | forms.DateTimeInput | forms.TimeInput)
        and type(widget) in _PICKERS
    ):
        widget.input_type, widget.format = _PICKERS[type(widget)]


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"


def _first_id(bound: BoundField) -> str:
    """Radio buttons and ticks have no element with the id of the field itself: lead to the first."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id
