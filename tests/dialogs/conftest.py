"""Every transcript is played in the three languages."""

from __future__ import annotations

import pytest

from dialogs.messages import Language
from tests.dialogs.talk import Talk


@pytest.fixture(params=list(Language), ids=str)
def language(request: pytest.FixtureRequest) -> Language:
    spoken: Language = request.param
    return spoken


@pytest.fixture
def talk(language: Language) -> Talk:
    """Somebody who agreed to the notice and looks at the menu; no phone is proven."""
    return Talk.at_menu(language)


@pytest.fixture
def proven(language: Language) -> Talk:
    """The same with a phone proven a moment ago."""
    return Talk.at_menu(language, proven=True)


@pytest.fixture
def declined(language: Language) -> Talk:
    """Somebody who said no to the notice."""
    return Talk.at_menu(language, agreed=False)


@pytest.fixture
def agreeing(language: Language) -> Talk:
    """Somebody new who reads the notice and has not answered it yet."""
    talk = Talk(language)
    talk.hears(f"language-{language}")
    return talk
