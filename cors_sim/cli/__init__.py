"""The command line, ``cors-sim``. Needs the extra ``[cli]``; nothing else imports it."""
