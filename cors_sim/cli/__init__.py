"""The command line, ``cors-sim``. Needs the extra ``[cli]``."""
