"""Staff and roles on their pages."""

import pytest

from tests.support.web import PASSWORD, WebShop


def test_a_colleague_is_added_logs_in_and_is_shut_out(web: WebShop) -> None:
    office = web.office()
    form = {
        "name": "Vera Lang",
        "login": "vera",
        "badge": "B-9",
        "language": "en",
        "roles": [web.roles["cashier"]],
        "pin": "5678",
        "password": PASSWORD,
    }
    assert office.post("/office/staff/new", form).location == "/office/staff?done=saved"
    page = office.get("/office/staff?done=saved").text
    assert "Vera Lang" in page
    assert "Saved." in page
    till = web.till()
    assert till.post("/auth/till", {"badge": "B-9", "pin": "5678"}).status_code == 303
    vera = 4
    assert office.get(f"/office/staff/{vera}").status_code == 200
    assert office.post(f"/office/staff/{vera}/active", {"active": "no"}).status_code == 303
    assert till.get("/till/").status_code == 303
    assert office.post(f"/office/staff/{vera}/active", {"active": "yes"}).status_code == 303


def test_new_secrets_log_the_person_out_and_work(web: WebShop) -> None:
    office, till = web.office(), web.cashier()
    peter = web.people["Peter"]
    assert office.post(f"/office/staff/{peter}/pin", {"pin": "80808"}).location.endswith("done=ended")
    assert till.get("/till/").status_code == 303
    till.get("/auth/till")
    assert till.post("/auth/till", {"account_id": peter, "pin": "80808"}).status_code == 303
    assert office.post(f"/office/staff/{peter}/password", {"password": "another one"}).status_code == 303


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": ""}, "Give a name"),
        ({"name": "V", "login": "peter"}, "Somebody else has this login"),
        ({"name": "V", "badge": "B-003"}, "Somebody else has this badge"),
        ({"name": "V", "pin": "12"}, "A PIN is 4 to 12 digits"),
        ({"name": "V", "pin": "12ab"}, "A PIN is 4 to 12 digits"),
        ({"name": "V", "password": "short"}, "8 characters or more"),
        ({"name": "V", "roles": ["4711"]}, "does not exist any more"),
    ],
)
def test_what_is_refused_is_said_beside_the_field_and_what_was_typed_stays(
    web_on_sqlite: WebShop, form: dict[str, str], words: str
) -> None:
    response = web_on_sqlite.office().post("/office/staff/new", {"language": "ru", **form})
    assert response.status_code == 422
    assert words in response.text
    assert 'aria-invalid="true"' in response.text or "ticks" in response.text
    assert f'value="{form["name"]}"' in response.text
    assert '<option value="ru" selected>' in response.text


def test_secrets_are_never_shown_again(web_on_sqlite: WebShop) -> None:
    form = {"name": "", "language": "en", "pin": "86420", "password": "do not tell"}
    text = web_on_sqlite.office().post("/office/staff/new", form).text
    assert "86420" not in text
    assert "do not tell" not in text


def test_the_last_owner_stays(web: WebShop) -> None:
    office = web.office()
    response = office.post(f"/office/staff/{web.people['Olga']}/active", {"active": "no"})
    assert response.status_code == 409
    assert "Nobody would be left" in response.text
    assert office.get("/office/").status_code == 200


def test_a_role_is_made_changed_and_removed(web: WebShop) -> None:
    office = web.office()
    assert office.post("/office/roles/new", {"name": "Storekeeper", "rights": ["stock.view"]}).status_code == 303
    page = office.get("/office/roles").text
    assert "Storekeeper" in page
    assert "1 right<" in page
    role = 4
    form = {"name": "Storekeeper", "rights": ["stock.view", "stock.edit"]}
    assert office.post(f"/office/roles/{role}", form).status_code == 303
    assert "2 rights" in office.get("/office/roles").text
    assert office.post(f"/office/roles/{role}/remove").status_code == 303
    assert "Storekeeper" not in office.get("/office/roles").text


def test_a_role_that_is_held_stays_and_says_by_whom(web_on_sqlite: WebShop) -> None:
    office = web_on_sqlite.office()
    response = office.post(f"/office/roles/{web_on_sqlite.roles['cashier']}/remove")
    assert response.status_code == 409
    assert "still held by Peter" in response.text


def test_what_does_not_exist_is_nowhere(web_on_sqlite: WebShop) -> None:
    office = web_on_sqlite.office()
    assert office.get("/office/staff/4711").status_code == 404
    assert office.get("/office/roles/4711").status_code == 404
    assert office.post("/office/settings/nothing").status_code == 404
