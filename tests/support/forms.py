"""What a browser would send of a page's form that nobody touched."""

from html.parser import HTMLParser


def untouched(page: str, form_id: str) -> dict[str, list[str]]:
    """The fields of the form with this id, as they would be sent by its own button."""
    reader = _Form(form_id)
    reader.feed(page)
    assert reader.sent, form_id
    return reader.sent


class _Form(HTMLParser):
    """Collects the successful controls of one form."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._form_id = form_id
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name") or ""
        if tag == "form":
            self._inside = values.get("id") == self._form_id
        elif not self._inside:
            return
        elif tag == "input" and values.get("type") in ("checkbox", "radio"):
            if "checked" in values:
                self._send(name, values.get("value") or "on")
        elif tag == "input":
            self._send(name, values.get("value") or "")
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((values.get("value") or "", "selected" in values))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._area is not None:
            self._send(self._area, self._text.removeprefix("\n").replace("\n", "\r\n"))
            self._area = None
        elif tag == "select" and self._select is not None:
            chosen = [value for value, selected in self._options if selected] or [self._options[0][0]]
            self._send(self._select, chosen[-1])
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def _send(self, name: str, value: str) -> None:
        if name:
            self.sent.setdefault(name, []).append(value)
