"""What all pages share: how their templates are read, and the filters that every page uses."""

from __future__ import annotations

import jinja2
from markupsafe import Markup

from autograder.feedback import words
from autograder.verdict import written


def environment(*packages: str) -> jinja2.Environment:
    """Templates of these packages, looked for in this order; all text is escaped."""
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(name, ".") for name in packages]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "identifier": identifier,
        "points": written,
        "date": words.date,
        "check_name": words.check_name,
        "capital": words.capital,
        "sentence": words.sentence,
    }
    made.globals |= {"counted": words.counted, "listed": words.listed}
    return made


def identifier(name: str) -> Markup:
    """A name in code type that may break after its underscores."""
    return Markup("<code>{}</code>").format(Markup("_<wbr>").join(name.split("_")))
