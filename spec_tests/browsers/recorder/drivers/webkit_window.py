"""A window with nothing but a WebKitGTK view: opens each address that stands on a line of standard input.

Run by the system's Python, which has PyGObject. When it is ready it prints `@@window VERSION`. May import
the standard library and PyGObject alone.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402 - the versions come first


def main(profile: str) -> None:
    """Show the window until standard input ends."""
    # A session that keeps nothing would write no console lines either.
    manager = WebKit2.WebsiteDataManager(
        base_data_directory=f"{profile}/data", base_cache_directory=f"{profile}/cache"
    )
    manager.set_tls_errors_policy(WebKit2.TLSErrorsPolicy.IGNORE)
    manager.set_itp_enabled(False)
    context = WebKit2.WebContext.new_with_website_data_manager(manager)
    context.get_cookie_manager().set_accept_policy(WebKit2.CookieAcceptPolicy.ALWAYS)
    view = WebKit2.WebView.new_with_context(context)
    view.get_settings().set_enable_write_console_messages_to_stdout(True)
    view.get_settings().set_enable_developer_extras(True)
    window = Gtk.Window()
    window.set_default_size(800, 600)
    window.add(view)
    window.show_all()

    def read(_channel: object, _condition: object) -> bool:
        address = sys.stdin.readline().strip()
        if not address:
            Gtk.main_quit()
            return False
        view.load_uri(address)
        return True

    GLib.io_add_watch(
        GLib.IOChannel.unix_new(0), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, read
    )
    version = (WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    print("@@window", ".".join(map(str, version)), flush=True)
    Gtk.main()


main(sys.argv[1])
