"""
From the header lines that a server wrote to the header list that a browser makes of them.

The standard begins where the lines have become a list. Where the lines are in order, all browsers make
the same list of them; where they are not, each has its own way, which is data here.

Spec: RFC 9112, section 5.
"""

from cors_sim import _infra
from cors_sim.browsers.browser import Browser
from cors_sim.headers import HeaderList


def read_header_lines(lines: str, browser: Browser) -> HeaderList | None:
    r"""
    The header list that *browser* makes of *lines*; None where it takes the whole response for broken.

    Args:
        lines: the header section behind the status line, one character a byte, each line with its
            ``\r\n``.
        browser: whose choices count.
    """
    fields: list[tuple[str, str]] = []
    for line in lines.split("\r\n"):
        if line[:1] in {" ", "\t"} and fields:
            name, value = fields[-1]
            folded = _infra.strip_http_tab_or_space(line)
            fields[-1] = (name, _infra.strip_http_tab_or_space(f"{value} {folded}"))
            continue
        name, colon, value = line.partition(":")
        if colon and _infra.is_token(name):
            fields.append((name, _infra.strip_http_tab_or_space(value)))
    return HeaderList(fields)
