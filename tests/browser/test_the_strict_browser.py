"""The browser of these tests complains of what it should: each kind of fault is made once, and is seen."""

import pytest

FAULTS = {
    "console error: broken": "console.error('broken')",
    "console warning: odd": "console.warn('odd')",
    "script: lost": "setTimeout(() => { throw 'lost' })",
    "console error: CSP: style-src-attr": "document.body.setAttribute('style', 'color: red')",
    "other host: https://other.example": "new Image().src = 'https://other.example/a.png'",
}


@pytest.mark.parametrize("seen", FAULTS)
def test_a_fault_is_seen(visit, seen):
    one = visit()
    one.page.goto("/accounts/login/")
    assert one.problems == []

    one.page.evaluate(f"() => {{ {FAULTS[seen]} }}")
    one.page.wait_for_function("() => true")
    one.page.wait_for_timeout(200)

    assert any(line.startswith(seen) for line in one.problems), one.problems
    with pytest.raises(AssertionError):
        one.finish()
    one.problems.clear()


def test_a_page_that_sticks_out_and_one_that_axe_refuses_are_found(visit, axe, no_horizontal_scroll):
    page = visit(width=360).page
    page.goto("/accounts/login/")
    assert axe(page) == []
    no_horizontal_scroll(page)

    page.evaluate("""() => {
        const wide = document.createElement('img')
        wide.style.minInlineSize = '900px'
        wide.height = 10
        document.querySelector('main').append(wide)
    }""")

    assert [line.partition(":")[0] for line in axe(page)] == ["image-alt"]
    with pytest.raises(AssertionError, match="IMG"):
        no_horizontal_scroll(page)
