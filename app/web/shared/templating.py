"""What every template can use: texts in the reader's language, filters for figures, who is at the browser."""

from typing import Any

from flask import Flask

from app.core.texts import texts
from app.web.shared.access import current_or_none
from app.web.shared.csrf import csrf_token
from app.web.shared.formats import add_filters
from app.web.shared.language import direction, facts_of_shop, language, language_names, translated


def _page() -> dict[str, Any]:
    return {
        "page_language": language(),
        "page_direction": direction(),
        "page_accent": facts_of_shop().accent,
        "demo": facts_of_shop().demo,
        "user": current_or_none(),
    }


def prepare_templates(app: Flask) -> None:
    """Adds filters, globals and the words ``_``, ``gettext``, ``ngettext``, ``{% trans %}``."""
    app.jinja_options["trim_blocks"] = True
    app.jinja_options["lstrip_blocks"] = True
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext=lambda message: texts(language()).gettext(message),
        ngettext=lambda singular, plural, number: texts(language()).ngettext(singular, plural, number),
        newstyle=True,
    )
    environment.globals |= {
        "csrf_token": csrf_token,
        "translated": translated,
        "language_names": language_names,
    }
    add_filters(app)
    app.context_processor(_page)
