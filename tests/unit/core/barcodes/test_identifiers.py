"""Our table of application identifiers against the one of python-stdnum, which others keep."""

import re

from stdnum import numdb

from app.core.barcodes.identifiers import IDENTIFIERS, Identifier

LONGEST = 4


def lengths(identifier: Identifier) -> tuple[int, int]:
    """The shortest and the longest value."""
    shortest = sum(part.least for part in identifier.parts if not part.optional)
    return shortest, sum(part.most for part in identifier.parts)


def their_lengths(notation: str) -> tuple[int, int]:
    shortest = longest = 0
    for optional, up_to, length in re.findall(
        r"(\[\+?)?[NXYZ](\.\.)?(\d+)", notation.replace("[-]", "[N1]").replace("N1..N2", "N..2")
    ):
        longest += int(length)
        shortest += 0 if optional else 1 if up_to else int(length)
    return shortest, longest


def test_the_table_is_that_of_gs1() -> None:
    theirs = numdb.get("gs1_ai")
    different = {}
    for digits in range(2, LONGEST + 1):
        for number in range(10**digits):
            ai = str(number).zfill(digits)
            found, facts = theirs.info(ai)[0]
            if found != ai or not facts:
                assert ai not in IDENTIFIERS
                continue
            ours = IDENTIFIERS[ai]
            if lengths(ours) != their_lengths(facts["format"]) or bool(facts.get("fnc1")) == bool(ours.fixed_length):
                different[ai] = (lengths(ours), facts["format"])
    # Countries come by threes: one to five of them.
    assert set(different) == {"423", "425"}, different
    assert all(ours[1] == 15 for ours, _ in different.values())


def test_no_identifier_begins_another() -> None:
    assert not {(one, other) for one in IDENTIFIERS for other in IDENTIFIERS if one != other and other.startswith(one)}
