"""Google Drive and Google Calendar, as far as the suite uses them.

The emulator's own lack too much: a file's content cannot be changed there, nothing can be deleted
or exported, and an event cannot be moved. Google's own Python client proves these routes right.
"""
