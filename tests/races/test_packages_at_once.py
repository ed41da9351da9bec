"""The last visit of a package at several tills at once, on both databases: one takes it."""

from collections import Counter
from functools import partial

from app.core.errors import ShopError
from app.core.money import ZERO
from pos.checkout.service import checkout
from tests.factories.packages import package, package_of, sells_package, service, visits
from tests.factories.shop import Shop
from tests.factories.together import together


def test_the_last_visits_are_taken_once(shop: Shop) -> None:
    tills, ann, massage = [shop.till() for _ in range(4)], shop.customer("Ann"), service(shop)
    sells_package(tills[0], package_of(shop, massage, visits=2), ann)
    for till in tills:
        visits(till, massage, ann, package(shop, ann))
    outcomes = together([partial(till.act, checkout, None, [], ZERO) for till in tills])
    found = Counter(one.code if isinstance(one, ShopError) else "done" for one in outcomes)
    assert found == {"done": 2, "package_empty": 2}
    assert package(shop, ann).visits_left == 0
    assert shop.faults() == ([], [])
