"""Takes back what an import did to families: what somebody changed since stays, and is told."""

from collections.abc import Sequence
from typing import Any, Final

from app.core.db.unit import Unit
from app.core.errors import ShopError
from app.exchange.kind import Change
from warehouse.catalogue.attributes import Attribute
from warehouse.catalogue.families import delete_family, families
from warehouse.catalogue.variants import put_variants, remove_variants, set_attributes, variants_among

USED: Final = "used_since"
CHANGED: Final = "changed_since"


def undo_variants(tx: Unit, changes: Sequence[Change]) -> set[int]:
    """Takes products out of families, or gives them their values back; answers the ids of changes that stay."""
    asked = [change for change in changes if "family_id" in change.after]
    now = variants_among(tx, [change.entity_id for change in asked])
    stays: set[int] = set()
    for change in asked:
        product_id, family_id = change.entity_id, change.after["family_id"]
        if now.get(product_id) != (family_id, tuple(change.after["variant"])):
            stays.add(change.id)
            continue
        old: dict[str, str] | None = change.before["values"]
        if old is None:
            remove_variants(tx, [product_id])
            del now[product_id]
        else:
            now[product_id] = family_id, tuple(old.values())
            put_variants(tx, {product_id: now[product_id]})
    return stays


def undo_families(tx: Unit, changes: Sequence[Change], kept: dict[int, str]) -> None:
    """Removes families that were made and are empty, and values that were added and are not used."""
    for change in changes:
        of = families(tx, [change.entity_id]).get(change.entity_id)
        try:
            if change.act == "created":
                if of is not None:
                    delete_family(tx, change.entity_id)
            elif of is None or [one.said for one in of.attributes] != change.after["attributes"]:
                kept[change.id] = CHANGED
            else:
                set_attributes(tx, change.entity_id, [_attribute(said) for said in change.before["attributes"]])
        except ShopError:
            kept[change.id] = USED


def _attribute(said: dict[str, Any]) -> Attribute:
    return Attribute(said["name"], tuple(said["values"]))
