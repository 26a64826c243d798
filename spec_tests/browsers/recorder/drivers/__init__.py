"""Three real browsers, each started, sent to a page, and listened to."""

from .base import Driver, Line
from .chromium import Chromium
from .firefox import Firefox
from .webkit import WebKit

DRIVERS: dict[str, type[Driver]] = {driver.engine: driver for driver in (Chromium, Firefox, WebKit)}

__all__ = ["DRIVERS", "Driver", "Line"]
