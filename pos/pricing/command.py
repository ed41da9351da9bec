"""``regulars quote``: one scenario from a file, or one a line; bytes in and out, so no locale has a say."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from app.core.errors import BadInput
from app.core.jsontext import MAX_BYTES
from pos.pricing.quoting import error_answer, quote_text

EXIT_DONE: Final = 0
EXIT_BAD_INPUT: Final = 2

_LINE_ENDS_OF_OTHERS: Final = {ord(character): f"\\u{ord(character):04x}" for character in "\u0085\u2028\u2029"}


def quote_file(text: str | bytes) -> tuple[str, int]:
    """The answer to one scenario as indented JSON with a line end, and the exit code: 0, or 2 on bad input."""
    answer, code = _quote(text)
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n", code


def quote_lines(stream_in: BinaryIO, stream_out: BinaryIO) -> int:
    """Answer every line of the input with one line, in order and at once; returns the exit code.

    A line ends at LF and nothing else; a CR before it is dropped. Bad and empty lines are answered with an error.
    """
    for line in _lines(stream_in):
        answer, _ = _quote(line)
        written = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).translate(_LINE_ENDS_OF_OTHERS)
        stream_out.write(written.encode("utf-8") + b"\n")
        stream_out.flush()
    return EXIT_DONE


def _quote(text: str | bytes) -> tuple[dict[str, Any], int]:
    try:
        return quote_text(text), EXIT_DONE
    except BadInput as error:
        return error_answer(error), EXIT_BAD_INPUT


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines without their ends; of one that is too large only enough to see that it is."""
    while line := stream.readline(MAX_BYTES + 2):
        if not line.endswith(b"\n"):
            _skip_to_end(stream)
        yield line.removesuffix(b"\n").removesuffix(b"\r")


def _skip_to_end(stream: BinaryIO) -> None:
    while rest := stream.readline(MAX_BYTES):
        if rest.endswith(b"\n"):
            return
