"""
What is measured, suite by suite: each module has ``rows()``.

They ask the package for names of its front door alone, so that another checkout can be measured with them.
"""
