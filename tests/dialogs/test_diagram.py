"""The picture of the talk in the README is drawn from the talk itself."""

from __future__ import annotations

from tests.diagram import README, block


def test_the_diagram_in_the_readme_is_the_talk_as_it_is():
    renew = "the talk has changed: renew the picture with `python -m tests.diagram --write`"
    assert block() in README.read_text("utf-8"), renew
