"""
A paste without what only its way here has put into it.

Lines are wrapped where a terminal or a mail ends, quoted with ``>``, coloured, and typed with quotation
marks of several kinds. `Folded` leaves all that out, so that a message can be compared letter by letter,
and remembers where each letter came from.
"""

import bisect
import re
from array import array
from typing import Final

from cors_sim import _infra

# What is between letters: ends of lines with the marks of a quotation or comment behind them, blanks (also
# those of no width), colours, and what a shell or a string literal puts before a quotation mark. Each is a
# run of one class behind another, or bounded, so that this takes time in proportion to the text.
_BLANK: Final = r" \t\r\f\v\xa0\u2009\u200b\u202f\ufeff"
_LINE_END: Final = rf"[{_BLANK}]*\n[{_BLANK}\n>|│#]*"
_COLOUR: Final = r"\x1b\[[0-9;]{0,20}[A-Za-z]"
_BETWEEN: Final = re.compile(
    rf"(?P<line_end>{_LINE_END})|(?P<blank>[{_BLANK}]+)|{_COLOUR}|(?<=')\\''|\\(?=['\"])"
)
# Of which a value has a line end as a blank, and the rest not at all.
_WITHIN_VALUES: Final = re.compile(rf"(?P<line_end>(?<![{_BLANK}]){_LINE_END})|{_COLOUR}|(?:(?<=')|\A)\\''")
_ONE_QUOTE: Final = str.maketrans({"‘": "'", "’": "'", "`": "'", "“": '"', "”": '"'})


def folded(text: str) -> str:
    """*text*, of a template, as it would be in a `Folded`."""
    return text.replace(" ", "").translate(_ONE_QUOTE)


class Folded:
    """
    A paste as its letters alone, which positions here count.

    Args:
        paste: any text.
    """

    def __init__(self, paste: str) -> None:
        self.paste = paste
        self._offsets = array("Q")
        self._breaks, self._blanks = array("Q"), array("Q")
        letters: list[str] = []
        start = 0
        for between in _BETWEEN.finditer(paste):
            letters.append(paste[start : between.start()])
            self._offsets.extend(range(start, between.start()))
            start = between.end()
            if between.lastgroup == "line_end":
                self._breaks.append(len(self._offsets))
            elif between.lastgroup == "blank":
                self._blanks.append(len(self._offsets))
        letters.append(paste[start:])
        self._offsets.extend(range(start, len(paste)))
        self.text = "".join(letters).translate(_ONE_QUOTE)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the paste the letters from *start* to *end*, at least one, are."""
        return self._offsets[start], self._offsets[end - 1] + 1

    def next_blank(self, position: int) -> int:
        """The first position behind *position* with a blank before it that ends no line."""
        return self._next(self._blanks, position)

    def lines_on(self, position: int, lines: int) -> int:
        """The first position that is so many *lines*, at least one, below that of *position*."""
        return self._next(self._breaks, position, lines)

    def follows_a_gap(self, position: int) -> bool:
        """Whether something stands between the letter at *position* and the one before."""
        if not 0 < position < len(self.text):
            return True
        return self._offsets[position] > self._offsets[position - 1] + 1

    def word(self, start: int, end: int) -> str:
        """The letters from *start* to *end*, as they were pasted."""
        return "".join(self.paste[offset] for offset in self._offsets[start:end])

    def value(self, start: int, end: int) -> str:
        """What stands from *start* to *end*, blanks and all, where lines were wrapped at a blank."""
        begin = self._offsets[start - 1] + 1
        stop = self._offsets[end] if end < len(self._offsets) else len(self.paste)
        value = _WITHIN_VALUES.sub(lambda match: " " if match.lastgroup else "", self.paste[begin:stop])
        return value if self.text[start - 1] in "'\"" else _infra.strip_http_whitespace(value)

    def _next(self, gaps: "array[int]", position: int, count: int = 1) -> int:
        index = bisect.bisect_right(gaps, position) + count - 1
        return gaps[index] if index < len(gaps) else len(self.text)
