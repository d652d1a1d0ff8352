"""The template tags of the house, rendered as pages use them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from linli.kernel.actor import RESIDENT, Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, Refusal

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


class StoryForm(forms.Form):
    words = forms.CharField(label="什么事", help_text="写清楚在哪里")
    manner = forms.ChoiceField(
        label="怎么回复", choices=[("phone", "电话"), ("none", "不用")], widget=forms.RadioSelect
    )
    on = forms.DateField(label="哪天", required=False)
    is_secret = forms.BooleanField(label="保密", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        if "别" in self.data.get("words", ""):
            self.add_error(None, "不要这样写")
        return super().clean() or {}


def show(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


def show_at(address: str, source: str, actor: Actor = RESIDENT, **context: Any) -> str:
    request = RequestFactory().get(address)
    request.actor = actor  # type: ignore[attr-defined]
    return Template(source).render(RequestContext(request, context))


def test_a_field_ties_label_help_and_errors_to_its_control() -> None:
    html = show("{% field form.words %}", form=StoryForm({}))
    assert '<label class="form-label" for="id_words">什么事' in html
    assert "必填" in html
    assert 'aria-describedby="id_words_helptext id_words_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_words_helptext">写清楚在哪里' in html
    assert 'id="id_words_error"' in html
    assert 'class="form-control is-invalid"' in html


def test_a_choice_is_a_group_with_a_legend_and_one_label_each() -> None:
    html = show("{% field form.manner %}", form=StoryForm({}))
    assert "<legend" in html
    assert html.count('class="form-check-label"') == 2
    assert 'aria-describedby="id_manner_error"' in html


def test_a_day_is_picked_with_the_browser_s_own_picker() -> None:
    html = show(
        "{% field form.on %}", form=StoryForm(initial={"on": datetime(2026, 3, 5, tzinfo=UTC).date()})
    )
    assert 'type="date"' in html
    assert 'value="2026-03-05"' in html


def test_a_hidden_field_stands_bare() -> None:
    assert "l-field" not in show("{% field form.token %}", form=StoryForm())


def test_fields_show_everything_with_a_summary_that_leads_to_the_fields() -> None:
    html = show("{% fields form %}", form=StoryForm({"words": "别"}))
    assert "不要这样写" in html
    assert '<a href="#id_manner_0">怎么回复</a>' in html
    for name in ("words", "manner", "on", "is_secret", "token"):
        assert f'name="{name}"' in html


def test_fields_of_an_untouched_form_have_no_summary() -> None:
    assert "l-problems" not in show("{% fields form %}", form=StoryForm())


def test_a_refusal_leads_to_the_field_at_fault_and_is_said_once() -> None:
    form = StoryForm({"words": "灯", "manner": "phone"})
    refused = Refusal("没有这个地点", field="words")
    form.add_error("words", str(refused))
    html = show("{% refusal refusal %}{% fields form %}", form=form, refusal=refused)
    assert '<a class="alert-link" href="#id_words">没有这个地点</a>' in html
    assert "l-problems" not in html


@pytest.mark.parametrize("nothing", [None, ""])
def test_without_a_refusal_there_is_no_alert(nothing: str | None) -> None:
    assert show("{% refusal refusal %}", refusal=nothing).strip() == ""


def test_a_refusal_outside_a_form_says_its_words() -> None:
    assert "没有办理这一步的权限" in show("{% refusal refusal %}", refusal=NotAllowed())


def test_empty_says_what_to_do_next() -> None:
    html = show('{% empty "没有" "home" "回首页" %}')
    assert "没有" in html
    assert 'href="/"' in html
    assert "<a" not in show('{% empty "没有" "no_such_page" "去" %}')


def test_when_and_due_keep_the_whole_instant() -> None:
    assert 'datetime="2026-03-05T10:00+08:00"' in show("{% when at now %}", at=NOW, now=NOW)
    assert show("{% when at now %}", at=None, now=NOW) == "—"
    html = show("{% due at now %}", at=NOW - timedelta(hours=2), now=NOW)
    assert "l-due-late" in html
    assert "已超时2小时" in html
    assert show("{% due at now %}", at=None, now=NOW).strip() == ""


def test_words_in_tags_are_escaped() -> None:
    assert "<b>" not in show("{% state code words %}", code='x"><b>', words="<b>粗</b>")


def test_the_next_page_keeps_the_rest_of_the_address() -> None:
    html = show_at("/work/?lens=late&after=1", "{% more next %}", next="2")
    assert 'href="?lens=late&amp;after=2"' in html
    assert show_at("/work/", "{% more next %}", next="").strip() == ""


def test_the_menu_shows_what_the_actor_may_and_what_exists() -> None:
    line = '{% nav_item "home" "首页" "house" "cases.read" %}'
    reader = Actor(ActorKind.PERSON, grants=frozenset({Grant("cases.read", Over.BODY, 1)}))
    assert "首页" in show_at("/", line, reader)
    assert 'aria-current="page"' in show_at("/", line, reader)
    assert show_at("/", line, RESIDENT).strip() == ""
    assert 'aria-current="true"' in show_at("/help/", line, reader)
    alone = line.replace(" %}", " alone=True %}")
    assert "aria-current" not in show_at("/help/", alone, reader)
    assert show_at("/", '{% nav_item "no_such_page" "无" "x" %}', reader).strip() == ""


def test_crumbs_link_each_step() -> None:
    html = show('{% crumbs "home" "首页" "/x/" "甲" %}')
    assert '<a href="/">首页</a>' in html
    assert '<a href="/x/">甲</a>' in html


def test_a_text_to_copy_stands_in_a_box_that_can_be_selected() -> None:
    html = show("{% copybox text %}", text="柳岸花园 3栋 电梯停了\nhttps://linli.example.cn/cases/7/ <b>")
    box = re.search(
        r'<textarea class="form-control" id="(copy-[0-9a-f]{8})" rows="3" readonly>(.*?)</textarea>',
        html,
        re.S,
    )
    assert box is not None
    assert box.group(2) == "柳岸花园 3栋 电梯停了\nhttps://linli.example.cn/cases/7/ &lt;b&gt;"
    assert f'<label class="form-label" for="{box.group(1)}">发到工作群的话</label>' in html
    assert f'data-copy="{box.group(1)}"' in html
    assert re.search(r'<button type="button"[^>]* hidden>', html), (
        "without scripts the button would do nothing"
    )


def test_a_text_to_copy_may_have_its_own_label() -> None:
    assert ">转给物业群</label>" in show('{% copybox "电梯停了" "转给物业群" %}')
