"""
What script gets to hear, as data: the texts of exceptions, and what makes an element load.

`interface` has the records; the other modules fill one in for each engine.
"""
