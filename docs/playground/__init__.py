"""
The Python side of the playground: between a form in a page and the values of cors_sim.

It runs in the page (Pyodide) and, for its tests, anywhere else. It decides nothing and draws nothing.
"""
