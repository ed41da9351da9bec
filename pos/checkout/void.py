"""Voiding a finished sale: its mirror as a document of its own, and if wanted its lines in a new cart."""

from itertools import chain
from typing import Any, Final, Literal

from sqlalchemy import insert, select

from app.core import feed, journal
from app.core.db.series import next_number
from app.core.db.unit import ReadUnit, Unit
from app.core.errors import BadInput, Conflict
from app.core.ids import new_uid, parse_uid
from app.core.money import ZERO, Money, UnitPrice, total
from app.places.day import today
from app.places.service import Place, place_of
from loyalty.gift_cards.ledger import Document
from loyalty.gift_cards.of_sales import entries_of_sale
from loyalty.packages.of_sales import uses_of_sale
from loyalty.promotions.uses import claimed_in
from pos.account.ledger import Entry, charge
from pos.cart import service as cart_service
from pos.cart import store
from pos.cart.chosen_cards import ChosenCard
from pos.cart.dropping import end_empty
from pos.cart.goods import WHOLE_MILLI
from pos.cart.store import LineState
from pos.checkout.card_back import given_back
from pos.checkout.card_cover import put_in_sale
from pos.checkout.completed import CompletedSale, completed
from pos.checkout.gift_cards import ToldCard, void_gift_cards
from pos.checkout.packages import void_packages
from pos.checkout.paper import receipt_name
from pos.checkout.points import told_points, void_points
from pos.checkout.promotions import coupons_again, give_back_promotions
from pos.checkout.receipt import void_receipt
from pos.checkout.record import TOPIC
from pos.events import SaleCompleted
from pos.fiscal.queue import HandedOver, queue_receipts
from pos.offers.sold import offer_of_sale, sales_of_offer
from pos.papers.store import queue_print, store_paper
from pos.payments.slips import slips_of
from pos.sale.bought import note_bought
from pos.sale.buyers import buyer_of_sale, write_buyer
from pos.sale.kinds import PACKAGE_SOLD, TAKEN, VISIT, VISIT_MILLI
from pos.sale.markings import codes_of_sale, write_codes
from pos.sale.models import Sale, SaleLine, SaleLineDiscount, Tender
from pos.sale.points import give_points_back, points_spent_in
from pos.sale.reading import SaleView, sale_by_uid
from pos.sale.receipt_code import receipt_barcode
from pos.sale.returned import hold_parts, parts_of_sale
from pos.sale.standing import settle_standing
from pos.shift.figures import figures_of
from pos.shift.service import current_shift, shift_to_sell_in
from pos.tips.ledger import Where, take_back
from pos.words import checked_words
from warehouse.catalogue.categories import without_points
from warehouse.catalogue.models import Product
from warehouse.catalogue.units import unit_decimals
from warehouse.stock.selling import goods_moved, goods_sold

_MIRRORED: Final = ("qty_milli", "amount", "discount", "net", "tax", "gross")
_AGAIN: Final = (
    "position",
    "product_id",
    "name",
    "sku",
    "qty_milli",
    "pack_qty_milli",
    "unit_code",
    "unit_price",
    "price_source",
    "tax_category_id",
    "tax_rate_bp",
    "note",
    "pledge",
)
_HEAD_MIRRORED: Final = ("subtotal", "discount", "net", "tax", "gross", "rounding", "to_pay")


NotVoidable = Literal["returned", "voided", "partly_back", "shift_over"]


def void_sale(tx: Unit, till_id: int, sale_uid: str, uid: str, reason: str, *, by_hand: bool = False) -> CompletedSale:
    """Voids a sale of the till's open shift: goods, money, tip and account go back as they came.

    The same ``uid`` again answers the first void. What a connected terminal took it has given back before, unless the
    cashier does that ``by_hand``; at a stand-alone one it has to be voided as well. Raises NotFound ``no_sale``,
    BadInput ``reason_needed``, Conflict ``no_open_shift``, ``void_too_late`` for a sale of another shift or till,
    ``not_voidable`` for what is no sale or was partly taken back or voided already, ``no_cash_for_payout``,
    ``card_not_given_back``, ``card_payment_under_way``, ``gift_card_too_little`` where a gift card it sold was spent
    meanwhile, ``package_used``.
    """
    tx.actor.require("till.void")
    uid, reason = parse_uid(uid), checked_words(reason, "reason")
    done = completed(tx, uid)
    if done is not None:
        return done
    if not reason:
        raise BadInput("reason_needed", "reason")
    shift = shift_to_sell_in(tx, till_id)
    sale = sale_by_uid(tx, sale_uid)
    parts = parts_of_sale(tx, sale.head.id)
    hold_parts(tx, [part.line_id for part in parts])
    parts = parts_of_sale(tx, sale.head.id)
    shift_id = tx.execute(select(Sale.shift_id).where(Sale.id == sale.head.id)).scalar_one()
    if sale.head.kind != "sale" or any(part.returned_milli for part in parts):
        raise Conflict("not_voidable")
    if shift_id != shift.id:
        raise Conflict("void_too_late")
    tenders = mirrored_tenders(sale)
    cash = -next((amount for kind, amount in tenders if kind == "cash"), ZERO)
    there = figures_of(tx, shift.id).expected_cash if cash > ZERO else ZERO
    if cash > there:
        raise Conflict("no_cash_for_payout", there=there)
    charged = given_back(tx, till_id, sale, by_hand=by_hand)
    points = void_points(tx, parts)
    place = place_of(tx, till_id)
    number = next_number(tx, till_id, "sale")
    sale_id = _write(tx, place, shift.id, number, uid, sale, tenders, reason)
    put_in_sale(tx, sale_id, charged)
    note_bought(tx, sale_id)
    goods_sold(
        tx,
        place.shop_id,
        today(tx),
        sale_id,
        [(line, product_id, -qty_milli) for line, product_id, qty_milli in goods_moved(tx, sale.head.id)],
    )
    take_back(tx, Where(place.shop_id, shift.id), sale.head.id, sale_id)
    on_account = next((amount for kind, amount in tenders if kind == "account"), ZERO)
    if on_account and sale.head.customer_id is not None:
        entry = Entry(uid, "sale", on_account, place.shop_id, sale_id=sale_id, till_id=till_id)
        charge(tx, sale.head.customer_id, entry)
    receipt = receipt_barcode(place.till_number, number)
    cards = _void_value(tx, sale.head.id, Document(sale_id, receipt, place.shop_id))
    give_back_promotions(tx, sale_id, [sale.head.id])
    give_points_back(tx, sale_id, receipt, points)
    settle_standing(tx, sale_id, sale.head.customer_id)
    told = told_points(tx, sale_id, sale.head.customer_id)
    paper = void_receipt(tx, place, number, sale, tenders, told, cards, slips_of(charged))
    store_paper(tx, receipt_name(uid), paper)
    queue_print(tx, till_id, receipt_name(uid), drawer=bool(cash))
    queue_receipts(tx, till_id, sale_id, uid, HandedOver(tuple(chain.from_iterable(slips_of(charged)))))
    tx.publish(SaleCompleted(sale_id, uid, till_id))
    journal.record(
        tx,
        "sale.voided",
        chain=journal.till_chain(till_id),
        subject=f"sale:{sale.head.uid}",
        body={"number": number, "void": uid, "to_pay": -sale.head.to_pay.minor, "reason": reason},
    )
    feed.announce(tx, TOPIC, {"uid": uid, "number": number}, till_id=till_id)
    void = completed(tx, uid)
    assert void is not None
    return void


def _void_value(tx: Unit, sale_id: int, document: Document) -> tuple[ToldCard, ...]:
    """Takes back what the sale did to packages, gift cards and balances; answers what the paper tells of cards."""
    void_packages(tx, sale_id, document.receipt, document.sale_id, document.shop_id)
    return void_gift_cards(tx, sale_id, document)


def why_not_voidable(tx: ReadUnit, till_id: int, sale: SaleView) -> NotVoidable | None:
    """Why ``void_sale`` would not take it now; None for a whole sale of the till's open shift.

    ``returned`` is what is no sale: its goods and money went over the counter both ways, and what it took back is
    sold anew, so that each document is taken back by one other at most. ``voided`` is a void itself, or all came back.
    """
    parts = parts_of_sale(tx, sale.head.id)
    if sale.head.kind in ("return", "exchange"):
        return "returned"
    if sale.head.kind == "void" or (parts and all(part.came_back_whole for part in parts)):
        return "voided"
    if any(part.returned_milli for part in parts):
        return "partly_back"
    shift = current_shift(tx, till_id)
    shift_id = tx.execute(select(Sale.shift_id).where(Sale.id == sale.head.id)).scalar_one()
    return None if shift is not None and shift_id == shift.id else "shift_over"


def ring_again(tx: Unit, till_id: int, cart_uid: str, sale_uid: str) -> None:
    """Opens a cart with the lines of a voided sale: its prices, discounts, tip and customer as they were.

    Raises NotFound ``no_sale``, Conflict ``not_voided``, and ``another_cart`` where this till has lines open.
    """
    tx.actor.require("till.sell")
    cart_uid = parse_uid(cart_uid, "cart_uid")
    sale = sale_by_uid(tx, sale_uid)
    if tx.execute(select(Sale.id).where(Sale.voided_sale_id == sale.head.id)).first() is None:
        raise Conflict("not_voided")
    present = store.read_state(tx, till_id)
    if present is not None and present.uid != cart_uid:
        if present.lines:
            raise Conflict("another_cart", cart_uid=present.uid)
        end_empty(tx, present.id, present.uid)
    cart = store.open_or_begin(tx, till_id, cart_uid, cart_uid)
    if cart.all_lines:
        return
    for line in (*_lines_again(tx, sale), *_empties_again(tx, sale)):
        store.add_line(tx, cart, line)
    cart.customer_id = sale.head.customer_id
    cart.tip = sale.tip
    cart.buyer = buyer_of_sale(tx, sale.head.id)
    cart.discount_amount = _off(sale, "cart")
    cart.gift_cards, cart.uses_balance = _paid_with(tx, sale)
    claimed = claimed_in(tx, sale.head.id)
    cart.claims = tuple(one.uid for one in claimed for _ in range(one.times))
    cart.points_micro = points_spent_in(tx, sale.head.id) - sum(one.cost_micro * one.times for one in claimed)
    cart.coupons = coupons_again(tx, sale.head.id)
    cart.offer_id = offer_of_sale(tx, sale.head.id)
    if cart.offer_id is not None:
        cart.offer_sales_known = len(sales_of_offer(tx, cart.offer_id))
    store.clear_undo(cart)
    cart_service.finish(tx, cart, None)


def _paid_with(tx: ReadUnit, sale: SaleView) -> tuple[tuple[ChosenCard, ...], bool]:
    """The gift cards that paid for a sale, and whether a balance did. Those that left a rest pay no more than then."""
    paid = [one for one in entries_of_sale(tx, sale.head.id) if one.kind == "spent"]
    goods = total(line.gross for line in sale.lines if line.loads is None)
    paid_all = -total(one.amount for one in paid) >= goods
    cards = [ChosenCard(one.code, None if paid_all else -one.amount) for one in paid if one.code is not None]
    return tuple(cards), any(one.code is None for one in paid)


def mirrored_tenders(sale: SaleView) -> list[tuple[str, Money]]:
    """What goes back by each way of paying; of cash what stayed after the change."""
    by_kind: dict[str, Money] = {}
    for kind, amount in sale.tenders:
        by_kind[kind] = by_kind.get(kind, ZERO) - amount
    if sale.head.change:
        by_kind["cash"] += sale.head.change
    return [(kind, amount) for kind, amount in by_kind.items() if amount]


def _write(  # the parts of one document
    tx: Unit,
    place: Place,
    shift_id: int,
    number: int,
    uid: str,
    sale: SaleView,
    tenders: list[tuple[str, Money]],
    reason: str,
) -> int:
    row = tx.execute(select(Sale.__table__).where(Sale.id == sale.head.id)).one()
    values: dict[str, Any] = dict(row._mapping) | {
        "uid": uid,
        "shop_id": place.shop_id,
        "till_id": place.till_id,
        "shift_id": shift_id,
        "kind": "void",
        "voided_sale_id": sale.head.id,
        "number": number,
        "opened_at": tx.now,
        "completed_at": tx.now,
        "business_date": today(tx),
        "account_id": tx.actor.account_id,
        "cashier_name": tx.actor.name,
        "paid": -sale.head.to_pay,
        "change": ZERO,
        "customer_id": sale.head.customer_id,
    }
    values |= {name: -values[name] for name in _HEAD_MIRRORED}
    del values["id"]
    key = tx.execute(insert(Sale), values).inserted_primary_key
    assert key is not None
    sale_id: int = key[0]
    for line in tx.execute(select(SaleLine.__table__).where(SaleLine.sale_id == sale.head.id)).all():
        mirrored: dict[str, Any] = dict(line._mapping) | {
            "sale_id": sale_id,
            # Empties went out again: they are nothing that comes back.
            "returned_line_id": line.id if line.qty_milli > 0 else None,
            "return_reason": reason,
        }
        mirrored |= {name: -mirrored[name] for name in _MIRRORED}
        del mirrored["id"]
        tx.execute(insert(SaleLine), mirrored)
    for discount in tx.execute(
        select(SaleLineDiscount.__table__).where(SaleLineDiscount.sale_id == sale.head.id)
    ).all():
        tx.execute(insert(SaleLineDiscount), dict(discount._mapping) | {"sale_id": sale_id, "amount": -discount.amount})
    for position, (kind, amount) in enumerate(tenders, start=1):
        tx.execute(insert(Tender), {"sale_id": sale_id, "position": position, "kind": kind, "amount": amount})
    write_buyer(tx, sale_id, buyer_of_sale(tx, sale.head.id))
    write_codes(tx, sale_id, codes_of_sale(tx, sale.head.id))
    return sale_id


def _lines_again(tx: Unit, sale: SaleView) -> list[LineState]:
    lines: list[LineState] = []
    parts = {part.position: part for part in parts_of_sale(tx, sale.head.id)}
    uids = {position: new_uid() for position in parts}
    marking_codes = codes_of_sale(tx, sale.head.id)
    loaded = {one.line_position: one.code for one in entries_of_sale(tx, sale.head.id) if one.kind == "loaded"}
    used = {one.line_position: one.package_id for one in uses_of_sale(tx, sale.head.id) if one.kind == "used"}
    for part in parts.values():
        carrier = None if part.pledge_of is None else parts[part.pledge_of]
        product = tx.execute(
            select(Product.stocked, Product.discountable, Product.earns, Product.category_id).where(
                Product.id == part.product_id
            )
        ).first()
        sold = next(line for line in sale.lines if line.id == part.line_id)
        own = [one for one in sold.discounts if one.source == "line"]
        whole_unit = part.pack_qty_milli == WHOLE_MILLI
        lines.append(
            LineState(
                uid=uids[part.position],
                position=part.position,
                product_id=part.product_id,
                barcode_id=None,
                name=part.name,
                sku=part.sku,
                qty_milli=WHOLE_MILLI if part.package == PACKAGE_SOLD else part.qty_milli,
                pack_qty_milli=part.pack_qty_milli,
                unit_code=part.unit_code,
                unit_decimals=unit_decimals(tx, part.unit_code) if whole_unit else 0,
                unit_price=UnitPrice.of(part.amount) if part.package == PACKAGE_SOLD else part.unit_price,
                price_source=sold.price_source,
                price_reason=None,
                tax_category_id=part.tax_category_id,
                tax_rate_bp=part.tax_rate_bp,
                discountable=part.loads is None and part.package != VISIT and (product is None or product.discountable),
                stocked=False if product is None else product.stocked,
                discount_amount=Money(sum(one.amount.minor for one in own)),
                discount_reason=own[0].why or None if own else None,
                note=sold.note,
                loads=part.loads,
                load_code=loaded.get(part.position),
                marking_code=marking_codes.get(part.position),
                package_visits=part.qty_milli // VISIT_MILLI if part.package == PACKAGE_SOLD else None,
                package_id=used.get(part.position),
                pledge=part.pledge,
                pledge_of=None if part.pledge_of is None else uids[part.pledge_of],
                pledge_pieces=None if carrier is None else part.qty_milli // carrier.qty_milli,
                earns=product is None or (product.earns and product.category_id not in without_points(tx)),
            )
        )
    return lines


def _empties_again(tx: Unit, sale: SaleView) -> list[LineState]:
    """The empties that came back with the sale."""
    rows = tx.execute(select(SaleLine.__table__).where(SaleLine.sale_id == sale.head.id, SaleLine.pledge == TAKEN))
    return [
        LineState(
            uid=new_uid(),
            barcode_id=None,
            unit_decimals=0,
            price_reason=None,
            discountable=False,
            stocked=False,
            **{name: getattr(row, name) for name in _AGAIN},
        )
        for row in rows
    ]


def _off(sale: SaleView, source: str) -> Money:
    return Money(sum(one.amount.minor for line in sale.lines for one in line.discounts if one.source == source))
