"""Flat pictures of tools and hardware, one for each category of the demo shop."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from app.demo.sketch import CREAM, INK, IRON, STEEL, WOOD, Sketch, shade


def drill(s: Sketch) -> None:
    """A cordless drill."""
    s.ground(28, 68)
    s.poly([(45, 48), (61, 48), (66, 74), (50, 74)], s.deep)
    s.box(44, 71, 72, 83, INK, 3)
    s.box(26, 30, 70, 53, s.accent, 8)
    s.box(26, 30, 70, 40, shade(s.accent, 1.18), 6)
    s.poly([(26, 33), (16, 37), (16, 46), (26, 50)], IRON)
    s.box(4, 40, 18, 43, STEEL, 1)
    s.box(43, 52, 49, 60, INK, 2)
    s.dot(60, 42, 4, CREAM)


def saw(s: Sketch) -> None:
    """A hand saw."""
    with s.turned(24):
        s.poly([(6, 47), (62, 40), (62, 60), (8, 52)], STEEL)
        s.poly([(6, 47), (62, 40), (62, 46), (7, 49)], shade(STEEL, 1.35))
        for tooth in range(13):
            s.poly(
                [
                    (9 + tooth * 4, 52.2 + tooth * 0.6),
                    (13 + tooth * 4, 52.8 + tooth * 0.6),
                    (11 + tooth * 4, 56 + tooth * 0.6),
                ],
                STEEL,
            )
        s.box(59, 35, 92, 66, s.accent, 10)
        s.box(69, 44, 83, 58, s.pale, 6)
        s.dot(64, 44, 1.6, CREAM)
        s.dot(64, 57, 1.6, CREAM)


def grinder(s: Sketch) -> None:
    """An angle grinder."""
    s.ground(20, 80, 80)
    s.dot(28, 60, 19, IRON)
    s.dot(28, 60, 17, STEEL)
    s.dot(28, 60, 5, INK)
    s.poly([(10, 56), (14, 44), (28, 38), (44, 46), (46, 58)], s.deep)
    s.box(38, 44, 92, 60, s.accent, 8)
    s.box(38, 44, 92, 51, shade(s.accent, 1.18), 6)
    s.box(70, 44, 92, 60, INK, 7)
    s.box(52, 55, 62, 58, CREAM, 1.4)


def hammer(s: Sketch) -> None:
    """A claw hammer."""
    with s.turned(-38):
        s.box(46, 30, 54, 90, WOOD, 4)
        s.box(45, 62, 55, 90, s.accent, 4)
        s.box(30, 18, 62, 34, IRON, 3)
        s.box(26, 16, 36, 36, shade(IRON, 1.25), 3)
        s.poly([(60, 18), (80, 24), (84, 34), (76, 29), (60, 34)], IRON)


def screwdriver(s: Sketch) -> None:
    """A screwdriver."""
    with s.turned(-40):
        s.box(47.6, 8, 52.4, 52, STEEL, 1)
        s.poly([(47, 8), (53, 8), (51, 3), (49, 3)], IRON)
        s.box(41, 48, 59, 94, s.accent, 8)
        s.box(44, 54, 48, 88, shade(s.accent, 1.3), 2)
        s.box(52, 54, 56, 88, s.deep, 2)
        s.box(43, 46, 57, 52, INK, 2)


def pliers(s: Sketch) -> None:
    """Combination pliers."""
    with s.turned(-30):
        s.line([(44, 52), (36, 70), (38, 94)], 8, s.accent)
        s.line([(56, 52), (64, 70), (62, 94)], 8, s.deep)
        s.poly([(41, 50), (42, 22), (49, 8), (49, 52)], IRON)
        s.poly([(59, 50), (58, 22), (51, 8), (51, 52)], shade(IRON, 1.2))
        s.dot(50, 50, 9, IRON)
        s.dot(50, 50, 4, STEEL)


def tape(s: Sketch) -> None:
    """A tape measure."""
    s.ground(20, 72, 79)
    s.box(18, 26, 70, 78, s.accent, 16)
    s.box(18, 26, 70, 46, shade(s.accent, 1.15), 14)
    s.dot(44, 52, 15, CREAM)
    s.dot(44, 52, 9, s.deep)
    s.box(58, 69, 94, 77, (244, 208, 92), 1)
    for mark in range(7):
        s.box(70 + mark * 3.2, 69, 70.8 + mark * 3.2, 73 if mark % 2 else 75, INK)
    s.box(92, 66, 95, 80, IRON, 1)


def knife(s: Sketch) -> None:
    """A utility knife."""
    with s.turned(35):
        s.poly([(8, 52), (26, 44), (40, 44), (40, 55), (12, 55)], STEEL)
        s.line([(24, 46), (20, 55)], 0.8, IRON)
        s.line([(32, 45), (28, 55)], 0.8, IRON)
        s.box(34, 41, 94, 59, s.accent, 7)
        s.box(44, 47, 76, 52, s.deep, 2.5)
        s.box(54, 45, 62, 54, INK, 2)


def screw(s: Sketch) -> None:
    """Two wood screws."""
    for shift, tone in ((-13, 0.94), (13, 1.12)):
        steel = shade(s.accent if shift > 0 else STEEL, tone)
        with s.turned(-18 if shift > 0 else 14):
            middle = 50 + shift
            s.poly(
                [(middle - 5, 30), (middle + 5, 30), (middle + 3.4, 74), (middle, 90), (middle - 3.4, 74)],
                shade(steel, 0.82),
            )
            for turn in range(9):
                y = 36 + turn * 5.4
                s.line([(middle - 5.4, y + 2.6), (middle + 5.4, y)], 2.2, steel)
            s.poly([(middle - 12, 18), (middle + 12, 18), (middle + 5, 30), (middle - 5, 30)], steel)
            s.box(middle - 12, 14, middle + 12, 20, shade(steel, 1.2), 3)


def nail(s: Sketch) -> None:
    """A handful of nails."""
    for x, angle, tone in ((22, 16, 0.86), (36, 6, 1.0), (50, -3, 1.18), (64, -10, 0.92)):
        with s.turned(angle):
            s.box(x, 24, x + 4.6, 76, shade(STEEL, tone))
            s.poly([(x, 76), (x + 4.6, 76), (x + 2.3, 87)], shade(STEEL, tone))
            s.box(x - 4, 19, x + 8.6, 25, shade(s.accent, tone), 2)


def bolt(s: Sketch) -> None:
    """A hexagon bolt and its nut."""
    with s.turned(-28):
        s.box(36, 34, 52, 90, STEEL, 2)
        for turn in range(8):
            s.box(35, 54 + turn * 4.4, 53, 56 + turn * 4.4, shade(STEEL, 0.8), 1)
        s.box(28, 18, 60, 36, IRON, 3)
        s.box(37, 18, 51, 36, shade(IRON, 1.25))
    points = [(76 + 15 * math.cos(math.radians(60 * k)), 66 + 15 * math.sin(math.radians(60 * k))) for k in range(6)]
    s.poly(points, s.accent)
    s.dot(76, 66, 10.5, shade(s.accent, 1.2))
    s.dot(76, 66, 7.5, s.deep)


def anchor(s: Sketch) -> None:
    """Wall plugs."""
    for x, y in ((24, 26), (44, 34), (64, 26)):
        s.box(x, y, x + 13, y + 44, s.accent, 4)
        s.box(x + 5.4, y + 14, x + 7.6, y + 44, s.deep, 1)
        for rib in range(3):
            s.box(x - 1.6, y + 12 + rib * 9, x + 14.6, y + 15 + rib * 9, shade(s.accent, 1.22), 1.4)
        s.box(x - 3, y - 2, x + 16, y + 4, s.deep, 2)


def bit(s: Sketch) -> None:
    """Drill bits in a row, small to large."""
    s.ground(16, 84, 86)
    for number in range(5):
        x, width, top = 17 + number * 14.5, 3.4 + number * 1.5, 50 - number * 9
        s.box(x, top + 12, x + width, 86, shade(STEEL, 0.8), 1)
        for turn in range(int((86 - top - 22) / 6)):
            s.line([(x, top + 18 + turn * 6), (x + width, top + 14 + turn * 6)], 1.6, shade(STEEL, 1.4))
        s.poly([(x, top + 12), (x + width, top + 12), (x + width / 2, top + 7)], IRON)
        s.box(x - 1.4, 72, x + width + 1.4, 86, s.accent, 1.5)


def disc(s: Sketch) -> None:
    """A saw blade."""
    for tooth in range(24):
        angle = math.radians(tooth * 15)
        x, y = 50 + 37 * math.cos(angle), 50 + 37 * math.sin(angle)
        ahead = angle + 0.24
        s.poly(
            [
                (50 + 31 * math.cos(angle), 50 + 31 * math.sin(angle)),
                (x, y),
                (50 + 31 * math.cos(ahead), 50 + 31 * math.sin(ahead)),
            ],
            IRON,
        )
    s.dot(50, 50, 33, STEEL)
    s.dot(50, 50, 24, shade(STEEL, 1.3))
    s.dot(50, 50, 19, s.accent)
    s.dot(50, 50, 6, CREAM)


def sandpaper(s: Sketch) -> None:
    """Sheets of sandpaper with a curled corner."""
    for shift, tone in ((6, 0.72), (0, 1.0)):
        s.poly(
            [(22 + shift, 18 + shift), (74 + shift, 18 + shift), (74 + shift, 78 + shift), (22 + shift, 78 + shift)],
            shade(s.accent, tone),
        )
    for row in range(11):
        for column in range(10):
            s.dot(25 + column * 5.1 + row % 2 * 2.4, 22 + row * 5.2, 0.8, s.deep if (row + column) % 3 else s.pale)
    s.poly([(74, 60), (74, 78), (56, 78)], s.pale)
    s.poly([(56, 78), (60, 62), (74, 60)], CREAM)


def paint(s: Sketch) -> None:
    """A tin of paint."""
    s.ground(22, 78)
    s.arc((24, 8, 76, 66), (190, 350), 2.4, IRON)
    s.box(22, 34, 78, 84, STEEL, 4)
    s.box(22, 46, 78, 74, s.accent)
    s.oval(22, 26, 78, 44, shade(STEEL, 0.86))
    s.oval(26, 28, 74, 42, s.accent)
    s.poly([(52, 36), (62, 36), (62, 56), (57, 63), (52, 56)], s.deep)
    s.dot(40, 60, 7, CREAM)


def brush(s: Sketch) -> None:
    """A flat brush."""
    with s.turned(-32):
        s.box(45, 50, 55, 94, WOOD, 5)
        s.poly([(30, 40), (70, 40), (58, 56), (42, 56)], WOOD)
        s.box(29, 30, 71, 42, STEEL, 2)
        s.poly([(31, 30), (69, 30), (66, 8), (58, 12), (50, 7), (42, 12), (34, 8)], (236, 214, 176))
        s.poly([(33, 18), (67, 18), (66, 8), (58, 12), (50, 7), (42, 12), (34, 8)], s.accent)


def glue(s: Sketch) -> None:
    """A cartridge of sealant."""
    with s.turned(-26):
        s.poly([(46, 24), (54, 24), (52, 4), (48, 4)], CREAM)
        s.box(42, 22, 58, 30, s.deep, 2)
        s.box(35, 28, 65, 92, s.accent, 4)
        s.box(35, 42, 65, 74, CREAM)
        s.box(40, 49, 60, 53, s.deep, 1.5)
        s.box(40, 58, 55, 61, shade(s.accent, 1.3), 1.5)


def bulb(s: Sketch) -> None:
    """A lamp."""
    for ray in range(8):
        angle = math.radians(ray * 45 + 22.5)
        s.line(
            [
                (50 + 34 * math.cos(angle), 42 + 34 * math.sin(angle)),
                (50 + 39 * math.cos(angle), 42 + 39 * math.sin(angle)),
            ],
            2.4,
            s.accent,
        )
    s.dot(50, 40, 24, (255, 226, 130))
    s.poly([(34, 56), (66, 56), (59, 68), (41, 68)], (255, 226, 130))
    s.dot(43, 33, 7, (255, 244, 205))
    s.box(41, 66, 59, 82, STEEL, 3)
    for ring in range(3):
        s.box(40, 69 + ring * 4.4, 60, 71 + ring * 4.4, IRON, 1)
    s.poly([(44, 82), (56, 82), (53, 87), (47, 87)], INK)


def cable(s: Sketch) -> None:
    """A coil of cable with a plug."""
    for ring, tone in ((33, 1.0), (27, 0.82), (21, 1.12)):
        s.arc((46 - ring, 48 - ring, 46 + ring, 48 + ring), (0, 360), 5, shade(s.accent, tone))
    s.line([(66, 72), (80, 76), (84, 66)], 4.6, s.accent)
    s.box(76, 46, 92, 66, INK, 4)
    s.box(79, 37, 82, 48, STEEL, 1)
    s.box(86, 37, 89, 48, STEEL, 1)


def battery(s: Sketch) -> None:
    """Two batteries."""
    s.ground(22, 80, 85)
    for x, tone in ((26, 1.0), (53, 0.86)):
        s.box(x + 7, 16, x + 15, 24, STEEL, 2)
        s.box(x, 21, x + 22, 84, INK, 4)
        s.box(x, 21, x + 22, 42, shade(s.accent, tone), 4)
        s.box(x, 38, x + 22, 44, shade(s.accent, tone))
        s.box(x + 9.6, 27, x + 12.4, 37, CREAM)
        s.box(x + 6, 30.6, x + 16, 33.4, CREAM)


def shears(s: Sketch) -> None:
    """Pruning shears."""
    with s.turned(-30):
        s.line([(46, 52), (37, 70), (40, 94)], 8.5, s.accent)
        s.line([(54, 52), (64, 68), (60, 93)], 8.5, s.deep)
        s.poly([(46, 54), (40, 30), (50, 7), (55, 28), (54, 54)], STEEL)
        s.poly([(54, 54), (60, 36), (58, 18), (53, 34), (50, 54)], IRON)
        s.dot(50, 52, 5, INK)
        s.dot(50, 52, 2, STEEL)


def hose(s: Sketch) -> None:
    """A watering can."""
    s.ground(20, 72)
    s.arc((8, 30, 40, 78), (90, 290), 4.6, s.deep)
    s.poly([(26, 38), (66, 38), (70, 84), (22, 84)], s.accent)
    s.poly([(66, 58), (88, 32), (92, 36), (69, 74)], s.deep)
    s.poly([(82, 30), (90, 24), (98, 36), (92, 42)], s.accent)
    s.oval(26, 32, 66, 44, shade(s.accent, 1.25))
    for x, y in ((94, 50), (90, 56), (97, 58), (93, 66)):
        s.dot(x, y, 1.6, (120, 176, 214))


def plant(s: Sketch) -> None:
    """A seedling in a pot."""
    s.ground(28, 72, 86)
    s.line([(50, 56), (50, 26)], 2.8, (104, 150, 92))
    s.poly([(50, 40), (34, 38), (24, 24), (42, 26)], (122, 170, 104))
    s.poly([(50, 32), (64, 30), (76, 14), (58, 18)], (96, 142, 84))
    s.poly([(31, 60), (69, 60), (63, 86), (37, 86)], s.accent)
    s.box(28, 53, 72, 63, s.deep, 3)


def glove(s: Sketch) -> None:
    """A work glove."""
    s.box(35, 66, 69, 88, s.deep, 4)
    s.box(34, 40, 70, 74, s.accent, 9)
    for x, top in ((34, 20), (43.4, 13), (52.8, 14), (62, 22)):
        s.box(x, top, x + 8.4, 56, s.accent, 4)
    for x, top in ((42.4, 26), (51.8, 24), (61.2, 28)):
        s.box(x, top, x + 1, 46, s.deep)
    s.line([(35, 60), (25, 50), (23, 40)], 9, s.accent)
    s.box(35, 76, 69, 79, s.pale)


def helmet(s: Sketch) -> None:
    """A safety helmet."""
    s.ground(14, 86, 72)
    s.half(22, 26, 78, 98, s.accent)
    s.half(43, 25, 57, 99, shade(s.accent, 1.3))
    s.box(12, 60, 88, 70, s.deep, 5)
    s.dot(32, 50, 2.4, s.deep)
    s.dot(68, 50, 2.4, s.deep)


PICTURES: Final[Mapping[str, Callable[[Sketch], None]]] = MappingProxyType(
    {
        picture.__name__: picture
        for picture in (
            *(drill, saw, grinder, hammer, screwdriver, pliers, tape, knife, screw, nail, bolt, anchor, bit, disc),
            *(sandpaper, paint, brush, glue, bulb, cable, battery, shears, hose, plant, glove, helmet),
        )
    }
)
