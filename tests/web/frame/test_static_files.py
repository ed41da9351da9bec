"""Programs and styles of the pages: asked for once, and asked for anew once they have changed."""

import re
from pathlib import Path

from app.web.shared.static_files import static_path
from tests.support.web import WebShop


def test_a_browser_keeps_what_a_page_names(shop: WebShop) -> None:
    browser = shop.browser()
    page = browser.get("/auth/office").text
    named = set(re.findall(r'"(/static/[^"#]+)', page))
    assert {Path(path).name for path in named} >= {"early.js", "tokens.css", "sprite.svg", "page.js"}
    for path in named:
        answer = browser.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_page_from_before_a_new_version_gets_the_files_of_today(shop: WebShop) -> None:
    browser = shop.browser()
    answer = browser.get("/static/0123456789ab/js/early.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    again = browser.get("/static/0123456789ab/js/early.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_nothing_outside_of_the_folder_is_served(shop: WebShop) -> None:
    for path in ("../headers.py", "%2e%2e/shared/headers.py", "js/none.js", ""):
        assert shop.browser().get(f"/static/any/{path}").status_code == 404, path


def test_the_address_is_another_once_a_file_has_changed(tmp_path: Path) -> None:
    def path_of(**files: str) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        (folder / "js").mkdir(parents=True)
        for name, content in files.items():
            (folder / "js" / name).write_text(content)
        return static_path(folder)

    first = path_of(a="1", b="2")
    assert path_of(b="2", a="1") == first
    assert len({first, path_of(a="2", b="2"), path_of(a="1", c="2"), path_of(a="1"), path_of(a="1", b="")}) == 5
