"""Rendering of components in tests: from a template's source to elements one can question."""

import re

from bs4 import BeautifulSoup
from django.template import Context, Template


def rendered(source: str, /, **context) -> str:
    return Template("{% load drawing french i18n ui %}" + source).render(Context(context))


def _given(parameters):
    return " ".join(f"{key}={key}" for key in parameters)


def component(name: str, /, **parameters) -> BeautifulSoup:
    """`components/<name>.html` with these parameters alone, as `{% include … only %}` gives them."""
    given = f"with {_given(parameters)} only" if parameters else "only"
    return soup(rendered(f'{{% include "components/{name}.html" {given} %}}', **parameters))


def wrapped(name: str, content: str, /, **parameters) -> BeautifulSoup:
    """The same around `content`."""
    source = f'{{% wrap "components/{name}.html" {_given(parameters)} %}}{content}{{% endwrap %}}'
    return soup(rendered(source, **parameters))


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def words(node) -> str:
    return re.sub(r"[ \n]+", " ", node.get_text(" ", strip=True))
