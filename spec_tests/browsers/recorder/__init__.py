"""Runs scenarios in real browsers on the loopback interface, and writes down what happened.

`server` answers byte for byte as a scenario says and logs what arrives; `pages` and `runner.js` make the
pages that ask; `drivers` start the browsers and read their consoles; `recording` joins the three. One
scenario at a time is in flight, so that a console line without a URL belongs to the one that is running.
"""
