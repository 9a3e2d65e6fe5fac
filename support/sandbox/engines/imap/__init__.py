"""E-mail: the IMAP server `pymap`, whose mail goes when it stops."""
