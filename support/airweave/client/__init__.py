"""The client: one organisation of Airweave, in whichever generation answers."""
