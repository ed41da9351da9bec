"""Staff and roles: who may change whom, and what is refused."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.auth.accounts import (
    AccountData,
    account,
    change_account,
    create_account,
    faces,
    list_accounts,
    rights_of,
    set_active,
    set_pin,
)
from app.auth.models import RoleRight
from app.auth.rights import CASHIER, RIGHTS, SENIOR
from app.auth.roles import change_role, create_role, list_roles, make_built_in_roles, remove_role
from app.core.actor import Actor
from app.core.db.unit import Unit
from app.core.errors import BadInput, ShopError
from app.core.journal import JournalDetail, JournalEntry
from tests.support.web import SETUP, WebShop, pin_hash


def data(web: WebShop, **changed: object) -> AccountData:
    fields = {
        "name": "Vera",
        "login": "vera",
        "badge": "B-9",
        "language": "ru",
        "role_ids": frozenset({web.roles["cashier"]}),
    }
    return AccountData(**{**fields, **changed})  # type: ignore[arg-type]  # each test changes one field


def manager(*more: str) -> Actor:
    """Somebody who manages staff but is no owner."""
    return Actor("Mia", rights=CASHIER | {"staff.edit", *more})


def test_a_new_colleague_has_what_was_filled_in(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        new = create_account(tx, data(web, name="  Vera   Lang ", login=" VERA ", badge=" "))
    with web.database.read_unit() as tx:
        vera = account(tx, new)
        rights = rights_of(tx, new)
    assert (vera.name, vera.login, vera.badge, vera.language) == ("Vera Lang", "vera", None, "ru")
    assert (vera.active, vera.has_pin, vera.has_password, vera.role_names) == (True, False, False, ("Cashier",))
    assert rights == CASHIER


def test_the_owner_holds_every_right_and_those_of_later_versions(web: WebShop) -> None:
    with web.database.read_unit() as tx:
        assert rights_of(tx, web.people["Olga"]) == set(RIGHTS)
        stored = tx.execute(select(RoleRight.right).where(RoleRight.role_id == web.roles["owner"])).scalars().all()
    assert stored == ["*"]


def test_the_built_in_roles_are_made_once(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        make_built_in_roles(tx)
        roles = list_roles(tx)
    assert [(role.code, role.fixed) for role in roles] == [("cashier", False), ("senior", False), ("owner", True)]
    assert [roles[0].rights, roles[1].rights] == [CASHIER, SENIOR]


@pytest.mark.parametrize(
    ("changed", "code", "path"),
    [
        ({"name": "  "}, "name_missing", "name"),
        ({"name": "x" * 121}, "name_missing", "name"),
        ({"login": "peter"}, "login_taken", "login"),
        ({"login": "PETER"}, "login_taken", "login"),
        ({"login": "two words"}, "login_not_plain", "login"),
        ({"badge": "B-003"}, "badge_taken", "badge"),
        ({"badge": "x" * 81}, "badge_too_long", "badge"),
        ({"language": "tlh"}, "unknown_language", "language"),
        ({"role_ids": frozenset({4711})}, "unknown_role", "roles"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(web: WebShop, changed: dict[str, object], code: str, path: str) -> None:
    with pytest.raises(BadInput) as caught, web.database.unit_of_work(SETUP) as tx:
        create_account(tx, data(web, **changed))
    assert (caught.value.code, caught.value.path) == (code, path)


def test_an_account_keeps_its_own_login_and_badge(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        change_account(tx, web.people["Peter"], data(web, name="Pete", login="peter", badge="B-003"))
    with web.database.read_unit() as tx:
        assert account(tx, web.people["Peter"]).name == "Pete"


def test_nobody_hands_out_or_changes_more_than_he_holds(web: WebShop) -> None:
    cases: tuple[Callable[[Unit], object], ...] = (
        lambda tx: create_account(tx, data(web, role_ids=frozenset({web.roles["owner"]}))),
        lambda tx: change_account(tx, web.people["Peter"], data(web, role_ids=frozenset({web.roles["senior"]}))),
        lambda tx: change_account(tx, web.people["Anna"], data(web)),
        lambda tx: set_pin(tx, web.people["Olga"], "x"),
        lambda tx: set_active(tx, web.people["Olga"], active=False),
        lambda tx: create_role(tx, "Boss", {"settings.edit"}),
        lambda tx: change_role(tx, web.roles["senior"], "Senior", CASHIER),
    )
    for case in cases:
        with pytest.raises(ShopError) as caught, web.database.unit_of_work(manager()) as tx:
            case(tx)
        assert caught.value.code == "right_needed"
    with web.database.unit_of_work(manager()) as tx:
        create_account(tx, data(web))
        set_pin(tx, web.people["Peter"], "x")


def test_staff_is_managed_by_whoever_may(web: WebShop) -> None:
    with pytest.raises(ShopError, match="right_needed"), web.database.unit_of_work(Actor("x", rights=CASHIER)) as tx:
        create_account(tx, data(web))


def test_an_owner_always_remains(web: WebShop) -> None:
    olga = web.people["Olga"]
    acts: tuple[Callable[[Unit], None], ...] = (
        lambda tx: set_active(tx, olga, active=False),
        lambda tx: change_account(tx, olga, data(web, name="Olga", role_ids=frozenset({web.roles["senior"]}))),
    )
    for act in acts:
        with pytest.raises(ShopError, match="last_manager"), web.database.unit_of_work(SETUP) as tx:
            act(tx)
    with web.database.unit_of_work(SETUP) as tx:
        create_account(tx, data(web, role_ids=frozenset({web.roles["owner"]})))
        set_active(tx, olga, active=False)


def test_the_till_shows_who_may_sell_and_has_a_pin(web: WebShop) -> None:
    hashed = pin_hash("4444")
    with web.database.unit_of_work(SETUP) as tx:
        create_account(tx, data(web, name="No pin", login=None, badge=None))
        create_account(tx, data(web, name="No role", login=None, badge=None, role_ids=frozenset()), pin_hash=hashed)
        set_active(tx, web.people["Anna"], active=False)
    with web.database.read_unit() as tx:
        assert [face.name for face in faces(tx)] == ["Olga", "Peter"]
        assert [face.name for face in faces(tx, "till.discount_cart")] == ["Olga"]
        assert [view.name for view in list_accounts(tx)] == ["No pin", "No role", "Olga", "Peter", "Anna"]


def test_the_journal_keeps_names_apart_and_secrets_out(web: WebShop) -> None:
    hashed = pin_hash("4444")
    with web.database.unit_of_work(SETUP) as tx:
        new = create_account(tx, data(web), pin_hash=hashed)
        set_pin(tx, new, hashed)
    with web.database.read_unit() as tx:
        rows = tx.execute(
            select(JournalEntry.kind, JournalEntry.body, JournalDetail.detail)
            .outerjoin(JournalDetail, JournalDetail.entry_id == JournalEntry.id)
            .where(JournalEntry.subject == f"account:{new}")
            .order_by(JournalEntry.id)
        ).all()
    assert [row.kind for row in rows] == ["account.created", "account.pin_changed"]
    assert json.loads(rows[0].body) == {"roles": ["Cashier"]}
    assert json.loads(rows[0].detail) == {"name": "Vera", "login": "vera"}
    assert "argon2" not in "".join(str(row) for row in rows)


def test_a_role_is_made_changed_and_removed(web: WebShop) -> None:
    with web.database.unit_of_work(SETUP) as tx:
        role_id = create_role(tx, " Stock  keeper ", {"stock.view"})
        change_role(tx, role_id, "Storekeeper", {"stock.view", "stock.edit"})
    with web.database.read_unit() as tx:
        newest = list_roles(tx)[-1]
    assert newest.name == "Storekeeper"
    assert newest.rights == {"stock.view", "stock.edit"}
    with web.database.unit_of_work(SETUP) as tx:
        remove_role(tx, role_id)
        assert [role.code for role in list_roles(tx)] == ["cashier", "senior", "owner"]


def test_roles_refuse_what_would_hurt(web: WebShop) -> None:
    cases: tuple[tuple[Callable[[Unit], object], str], ...] = (
        (lambda tx: create_role(tx, "cashier", []), "name_taken"),
        (lambda tx: create_role(tx, "", []), "name_missing"),
        (lambda tx: create_role(tx, "New", ["no.such"]), "unknown_right"),
        (lambda tx: create_role(tx, "New", ["*"]), "unknown_right"),
        (lambda tx: change_role(tx, web.roles["owner"], "Owner", []), "role_is_fixed"),
        (lambda tx: remove_role(tx, web.roles["owner"]), "role_is_fixed"),
        (lambda tx: remove_role(tx, web.roles["cashier"]), "role_in_use"),
        (lambda tx: remove_role(tx, 4711), "no_role"),
    )
    for case, code in cases:
        with pytest.raises(ShopError, match=code), web.database.unit_of_work(SETUP) as tx:
            case(tx)
