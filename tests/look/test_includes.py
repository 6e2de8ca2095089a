"""The components, one by one: what they say with colour they also say with a shape and a word."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def drawn(name, /, **context):
    return render_to_string(f"includes/{name}.html", context).strip()


@pytest.mark.parametrize(
    ("status", "colour", "shape", "word"),
    [
        ("done", "done", "s-done", "Completed"),
        ("on_track", "ok", "s-ok", "On track"),
        ("at_risk", "risk", "s-risk", "At risk"),
        ("behind", "late", "s-late", "Behind plan"),
        ("not_started", "none", "s-none", "Not started"),
        ("stopped", "stop", "s-stop", "Stopped"),
        ("returned", "ret", "s-ret", "Returned"),
    ],
)
def test_a_status_is_a_colour_a_shape_and_a_word(status, colour, shape, word):
    mark = drawn("status", status=status)
    icon = rf'<svg class="ico[^"]*" aria-hidden="true"><use href="#{shape}"/></svg>'

    assert re.fullmatch(rf'<span class="st st--{colour}">{icon}{word}</span>', mark)


def test_a_status_may_have_other_words():
    assert drawn("status", status="done", word="Verified with 10").endswith("Verified with 10</span>")


def test_a_bar_has_three_layers():
    assert re.findall(
        r'class="(b-\w+)"[^>]*?(?:width|x)="([^"]+)"', drawn("bar", planned="79.3", reported="69.0", verified="65.4")
    ) == [
        ("b-track", "100%"),
        ("b-rep", "69.0%"),
        ("b-ver", "65.4%"),
        ("b-plan", "79.3%"),
    ]


def test_a_bar_without_figures_is_an_empty_track():
    assert re.findall(r'class="(b-\w+)"', drawn("bar")) == ["b-track"]


def test_a_bar_does_not_speak_to_a_screen_reader_and_has_no_inline_style():
    assert 'aria-hidden="true"' in drawn("bar")
    assert "style=" not in drawn("bar", planned="1", large=True)


def test_a_breadcrumb_ends_with_this_page():
    crumbs = [("Progress", "/en/progress/"), ("<1403>", "")]

    assert re.findall(r"<li( aria-current=\"page\")?>(?:<a[^>]*>)?([^<]*)", drawn("breadcrumb", crumbs=crumbs)) == [
        ("", "Home"),
        ("", "Progress"),
        (' aria-current="page"', "&lt;1403&gt;"),
    ]


def test_a_figure_links_to_what_stands_behind_it():
    figure = drawn("figure", name="Plans on track", value="4", unit="of 9 plans", url="#plans", link="The plans")

    assert '<span class="fig__val">4 <small>of 9 plans</small></span>' in figure
    assert '<a class="src" href="#plans">The plans</a>' in figure


def test_a_bad_notice_is_announced():
    assert 'role="alert"' in drawn("notice", kind="bad", text="No")
    assert 'role="note"' in drawn("notice", text="No")


def test_a_download_names_its_format_and_size():
    page = drawn("downloads", files=[{"format": "CSV", "title": "Plans", "detail": "41 kB", "url": "/x.csv"}])

    assert '<a href="/x.csv"><span class="fmt">CSV</span><span>Plans<small>41 kB</small></span></a>' in page


class Form(forms.Form):
    percent = forms.IntegerField(label="Percent", max_value=100)


def test_an_error_summary_links_to_the_field():
    summary = drawn("error_summary", form=Form({"percent": "101"}))

    assert 'role="alert"' in summary
    assert '<a href="#id_percent">Percent</a>: Ensure this value is less than or equal to 100.' in summary


def test_a_form_without_errors_has_no_summary():
    assert drawn("error_summary", form=Form({"percent": "100"})) == ""


def test_a_second_saver_sees_both_values():
    page = drawn("version_conflict", rows=[("Title", "theirs <b>", "yours")], by="Sara")

    assert "<bdi>Sara</bdi> saved this before you." in page
    assert '<tr><th scope="row">Title</th><td>theirs &lt;b&gt;</td><td>yours</td></tr>' in page


def test_an_empty_state_says_what_will_appear():
    page = drawn("empty", title="No plans yet", text="They appear when the council has approved them.")

    assert "<h2>No plans yet</h2>\n<p>They appear when the council has approved them.</p>" in page
