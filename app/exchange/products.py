"""Products as a table: created or changed by SKU, by a barcode, or by their name where a file has neither."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select

from app.core.codes import match_code
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, ShopError
from app.core.money import UnitPrice
from app.core.texts import marked
from app.exchange.categories import Tree
from app.exchange.cells import Habits
from app.exchange.fields import FOR_NEW, Field
from app.exchange.kind import Change, Columns, RowProblem, Verdict, Want
from app.exchange.product_families import FamilyRows, NamedFamilies, follow_families, write_variants
from app.exchange.product_reading import FIELDS, ProductReader
from app.exchange.product_undo import undo_products
from app.exchange.table.row import TableRow
from warehouse.catalogue.bulk import (
    add_codes,
    current_prices,
    insert_products,
    owners_of_codes,
    refresh_search_texts,
    set_prices,
    update_products,
)
from warehouse.catalogue.models import Barcode, Product, UnitOfMeasure
from warehouse.catalogue.pledges import PLEDGE, pledge_ids, pledges_by_product, set_pledges
from warehouse.catalogue.products import ProductData, product, update_product
from warehouse.catalogue.taxes import tax_categories
from warehouse.catalogue.units import units

PRODUCT: Final = "product"
CATEGORY: Final = "category"
_COLUMN_OF: Final = {
    "name": "name",
    "tax": "tax_category_id",
    "active": "active",
    "earns": "earns",
    "category_id": "category_id",
}
"""Fields that are one column of a product and need no other care."""
_OF_MARKING: Final = frozenset({"marked_by_the_piece", "marked_part"})
"""What the catalogue refuses because each unit bears a code."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A product as the books have it."""

    id: int
    sku: str
    name: str
    kind: str
    category_id: int | None
    unit: str
    tax: int
    active: bool
    earns: bool
    is_marked: bool


class ProductKind:
    """The kind "products"."""

    code: Final = "products"
    label: Final = marked("Products")
    right: Final = "catalogue.edit"
    fields: Final[tuple[Field, ...]] = FIELDS

    def values_of(self, tx: ReadUnit, code: str) -> Sequence[tuple[str, str]]:
        """The values that may hold for all rows."""
        match code:
            case "tax":
                taxes = [(tax.code, tax.name) for tax in tax_categories(tx)]
                return [(FOR_NEW + code, name) for code, name in taxes] + taxes
            case "unit":
                return [(unit.code, unit.name) for unit in units(tx)]
            case "kind":
                return [
                    ("goods", marked("Goods")),
                    ("service", marked("Service")),
                    ("pledge", marked("Pledge on packaging")),
                ]
            case _:
                return [("yes", marked("Yes")), ("no", marked("No"))]

    def usual(self, tx: ReadUnit) -> Mapping[str, str]:
        """The usual tax category for goods that are new."""
        taxes = tax_categories(tx)
        return {"tax": FOR_NEW + taxes[0].code} if taxes else {}

    def begin(self, tx: ReadUnit, columns: Columns, habits: Habits) -> "ProductSession":
        """Begins a walk; BadInput ``mapping_needs``."""
        return ProductSession(ProductReader(tx, columns, habits), columns)

    def undo(self, tx: Unit, changes: Sequence[Change]) -> dict[int, str]:
        """Takes changes back; answers what had to be kept."""
        return undo_products(tx, changes)


class ProductSession:
    """One walk through a file of products."""

    def __init__(self, reader: ProductReader, columns: Columns) -> None:
        self._reader = reader
        self._columns = columns
        self._pledges_in_file: set[str] = set()
        self._families = FamilyRows(columns)

    def read(self, row: TableRow) -> Want:
        """What a row says."""
        return self._reader.read(row)

    def compare(self, tx: ReadUnit, wants: Sequence[Want]) -> list[Verdict]:
        """What the rows would do. Adds ``code_taken``, ``several_products``, ``name_empty`` or ``tax_needed``."""
        owners = owners_of_codes(tx, {code for want in wants for code in want.values.get("barcodes", ())})
        known = NamedFamilies(tx, wants)
        kept = _kept(tx, wants, [*owners.values(), *known.product_ids])
        known.know(tx, kept.keys())
        by_sku = {one.sku: one for one in kept.values()}
        by_name: dict[str, list[_Kept]] = {}
        for one in kept.values():
            by_name.setdefault(one.name, []).append(one)
        prices = current_prices(tx, kept.keys())
        pledges = pledges_by_product(tx, kept.keys())
        self._know_pledges(tx, wants)
        tree = Tree(tx)
        decimals: dict[str, int] = dict(tx.execute(select(UnitOfMeasure.code, UnitOfMeasure.decimals)).all())
        verdicts: list[Verdict] = []
        for want in wants:
            try:
                self._check_pledges(want)
                found = self._found(want, kept, by_sku, by_name, owners, known)
                if found is None:
                    verdict = self._created(want, known)
                    _settle_marking(verdict.after, decimals)
                    verdicts.append(verdict)
                else:
                    price = prices[found.id][1].scaled if found.id in prices else None
                    verdict = _updated(want, found, price, pledges[found.id], tree, owners)
                    self._families.updated(want, verdict, found.name, known)
                    verdict.act = "updated" if verdict.after else "unchanged"
                    verdicts.append(verdict)
            except BadInput as error:
                want.problems.append(RowProblem(want.row, self._columns.name(error.path), error))
        return verdicts

    def apply(self, tx: Unit, verdicts: Sequence[Verdict]) -> list[Change]:
        """Creates and changes. A row that the catalogue refuses gets a problem and changes nothing."""
        tree = Tree(tx)
        changes: list[Change] = []
        self._find_branches(tx, verdicts, tree, changes)
        verdicts = self._families.place(tx, verdicts, changes)
        created = [verdict for verdict in verdicts if verdict.act == "created"]
        updated = [verdict for verdict in verdicts if verdict.act == "updated" and self._as_sold_now(tx, verdict)]
        ids = insert_products(tx, [(_data(one), one.after.get("active", True)) for one in created])
        for verdict, product_id in zip(created, ids, strict=True):
            verdict.entity_id = product_id
        update_products(tx, {_id(verdict): _columns_of(verdict) for verdict in updated})
        written = [*created, *updated]
        write_variants(tx, written)
        set_prices(tx, {_id(one): _old_and_new(one) for one in written if one.after.get("price") is not None})
        follow_families(tx, created)
        codes = [(_id(one), code) for one in written for code in one.after.get("barcodes", ())]
        add_codes(tx, codes)
        refresh_search_texts(tx, [_id(one) for one in written if {"name", "barcodes"} & one.after.keys()])
        for verdict in written:
            self._carry_pledges(tx, verdict)
        self._note_keys(tx, written, codes)
        changes += [
            Change(one.want.row, PRODUCT, _id(one), one.act, one.before, one.after)
            for one in written
            if one.act != "unchanged"
        ]
        return changes

    def _know_pledges(self, tx: ReadUnit, wants: Sequence[Want]) -> None:
        """Remembers the pledges that rows may name: those of the books, and those that came in the file so far."""
        named = {sku for want in wants for sku in want.values.get("pledges", ())}
        self._pledges_in_file |= pledge_ids(tx, named).keys()
        self._pledges_in_file |= {
            want.values["sku"] for want in wants if want.values.get("kind") == PLEDGE and "sku" in want.values
        }

    def _check_pledges(self, want: Want) -> None:
        unknown = want.values.get("pledges", {}).keys() - self._pledges_in_file
        if unknown:
            raise BadInput("unknown_pledge", "pledges", got=min(unknown)[:40])

    def _carry_pledges(self, tx: Unit, verdict: Verdict) -> None:
        """Puts pledges on goods; what the catalogue refuses is a problem of the row."""
        wanted: dict[str, int] | None = verdict.after.get("pledges")
        if wanted is None:
            return
        ids = pledge_ids(tx, wanted.keys())
        try:
            if ids.keys() != wanted.keys():
                raise BadInput("unknown_pledge", "pledges", got=min(wanted.keys() - ids.keys())[:40])
            set_pledges(tx, _id(verdict), {ids[sku]: pieces for sku, pieces in wanted.items()})
        except ShopError as error:
            del verdict.after["pledges"]
            verdict.want.problems.append(RowProblem(verdict.want.row, self._columns.name("pledges"), error))

    def _found(
        self,
        want: Want,
        kept: Mapping[int, _Kept],
        by_sku: Mapping[str, _Kept],
        by_name: Mapping[str, Sequence[_Kept]],
        owners: Mapping[str, int],
        known: NamedFamilies,
    ) -> _Kept | None:
        codes: dict[str, str] = want.values.get("barcodes", {})
        owning = {owners[code] for code in codes if code in owners}
        if "sku" in want.values:
            found = by_sku.get(want.values["sku"])
        elif owning:
            if len(owning) > 1:
                raise BadInput("several_products", "barcodes", names=[kept[one].name for one in sorted(owning)])
            found = kept[owning.pop()]
        elif "family" in want.values and not codes:
            found = kept.get(known.product_of(want) or 0)
        else:
            named = by_name.get(want.values.get("name", ""), ()) if not codes else ()
            if len(named) > 1:
                raise BadInput("several_products", "name", names=[one.sku for one in named])
            found = named[0] if named else None
        for code, owner in owners.items():
            if code in codes and (found is None or owner != found.id):
                raise BadInput("code_taken", "barcodes", code=codes[code], name=kept[owner].name)
        return found

    def _created(self, want: Want, known: NamedFamilies) -> Verdict:
        values = dict(want.values)
        self._families.created(want, values, known)
        if "name" not in values:
            raise BadInput("name_empty", "name")
        if "tax" not in values:
            if self._reader.tax_of_new is None:
                raise BadInput("tax_needed", "tax")
            values["tax"] = self._reader.tax_of_new
        values.setdefault("unit", "piece")
        values.setdefault("kind", "goods")
        if "barcodes" in values:
            values["barcodes"] = list(values["barcodes"].values())
        return Verdict(want, "created", after=values)

    def _find_branches(self, tx: Unit, verdicts: Sequence[Verdict], tree: Tree, changes: list[Change]) -> None:
        """Adds to each verdict that names a branch its id; the branch is made where it is missing."""
        for verdict in verdicts:
            names = verdict.after.get("category")
            if not names:
                continue
            branch = tree.find(names)
            if branch is None:
                branch, made = tree.make(tx, names)
                changes += [Change(verdict.want.row, CATEGORY, one, "created", {}, {}) for one in made]
            verdict.after["category"] = list(names)
            verdict.after["category_id"] = branch

    def _as_sold_now(self, tx: Unit, verdict: Verdict) -> bool:
        """Changes unit, kind and marking, which the catalogue checks against the rest; False where it refuses."""
        after = verdict.after
        said = [code for code in ("unit", "kind", "is_marked") if code in after]
        if not said:
            return True
        product_id = _id(verdict)
        data = product(tx, product_id).data
        unit, kind = after.get("unit", data.unit_code), after.get("kind", data.kind)
        is_marked = after.get("is_marked", data.is_marked)
        stocked = kind == "goods" if "kind" in after else data.stocked
        # A service loses them, and an undo gives them back.
        verdict.before |= {"stocked": data.stocked, "duration_minutes": data.duration_minutes}
        verdict.before |= {"is_marked": data.is_marked}
        try:
            changed = replace(data, unit_code=unit, kind=kind, stocked=stocked, is_marked=is_marked)
            update_product(tx, product_id, changed)
        except ShopError as error:
            column = "is_marked" if error.code in _OF_MARKING else "unit"
            verdict.want.problems.append(RowProblem(verdict.want.row, self._columns.name(column), error))
            return False
        return True

    def _note_keys(self, tx: Unit, written: Sequence[Verdict], codes: Sequence[tuple[int, str]]) -> None:
        """Adds to the log what an undo must name: the ids of new codes, the instant of a new price."""
        matched = {match_code(code) for _, code in codes}
        ids: dict[str, int] = dict(
            tx.execute(select(Barcode.match_code, Barcode.id).where(Barcode.match_code.in_(matched))).all()
        )
        for one in written:
            if one.after.get("barcodes"):
                one.after["barcode_ids"] = [ids[match_code(code)] for code in one.after["barcodes"]]
            if one.after.get("price") is not None:
                one.after["price_from"] = tx.now.isoformat()


def _kept(tx: ReadUnit, wants: Sequence[Want], owners: Iterable[int]) -> dict[int, _Kept]:
    """The products that the rows may be about, by id."""
    skus = {want.values["sku"] for want in wants if "sku" in want.values}
    names = {
        want.values["name"] for want in wants if "name" in want.values and not {"sku", "barcodes"} & want.values.keys()
    }
    columns = (
        Product.id,
        Product.sku,
        Product.name,
        Product.kind,
        Product.category_id,
        Product.unit_code,
        Product.tax_category_id,
        Product.active,
        Product.earns,
        Product.is_marked,
    )
    kept: dict[int, _Kept] = {}
    for where, values in ((Product.sku, skus), (Product.id, set(owners)), (Product.name, names)):
        if values:
            kept |= {row[0]: _Kept(*row) for row in tx.execute(select(*columns).where(where.in_(values)))}
    return kept


def _updated(  # what is compared, each from its own table
    want: Want,
    found: _Kept,
    price: int | None,
    pledges: Mapping[str, int],
    tree: Tree,
    owners: Mapping[str, int],
) -> Verdict:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    now = {
        "name": found.name,
        "kind": found.kind,
        "unit": found.unit,
        "tax": found.tax,
        "active": found.active,
        "earns": found.earns,
        "is_marked": found.is_marked,
        "price": price,
        "pledges": dict(pledges),
    }
    for code, old in now.items():
        if code in want.values and want.values[code] != old:
            before[code], after[code] = old, want.values[code]
    if after.get("is_marked") and want.values.get("kind", found.kind) != "goods":
        del before["is_marked"], after["is_marked"]
    names = want.values.get("category")
    if names:
        branch = tree.find(names)
        if branch is None or branch != found.category_id:
            before["category"] = tree.written(found.category_id)
            before["category_id"] = found.category_id
            after["category"] = list(names)
    new_codes = [code for matched, code in want.values.get("barcodes", {}).items() if matched not in owners]
    if new_codes:
        after["barcodes"] = new_codes
    return Verdict(want, "updated" if after else "unchanged", found.id, before, after)


def _settle_marking(values: dict[str, Any], decimals: Mapping[str, int]) -> None:
    """Of what is new only goods are marked, and by the piece; BadInput ``marked_by_the_piece``."""
    if values.get("is_marked") and values["kind"] != "goods":
        del values["is_marked"]
    if values.get("is_marked") and decimals[values["unit"]]:
        raise BadInput("marked_by_the_piece", "is_marked")


def _id(verdict: Verdict) -> int:
    assert verdict.entity_id is not None
    return verdict.entity_id


def _data(verdict: Verdict) -> ProductData:
    after = verdict.after
    return ProductData(
        name=after["name"],
        tax_category_id=after["tax"],
        unit_code=after["unit"],
        sku=after.get("sku", ""),
        kind=after["kind"],
        category_id=after.get("category_id"),
        discountable=after.get("discountable", after["kind"] != PLEDGE),
        stocked=after.get("stocked", after["kind"] == "goods"),
        duration_minutes=after.get("duration_minutes"),
        price_at_sale=after.get("price_at_sale", False),
        min_age=after.get("min_age"),
        earns=after.get("earns", True),
        is_marked=after.get("is_marked", False),
    )


def _columns_of(verdict: Verdict) -> dict[str, Any]:
    return {column: verdict.after[code] for code, column in _COLUMN_OF.items() if code in verdict.after}


def _old_and_new(verdict: Verdict) -> tuple[UnitPrice | None, UnitPrice]:
    old = verdict.before.get("price")
    return (UnitPrice(old) if old is not None else None), UnitPrice(verdict.after["price"])
