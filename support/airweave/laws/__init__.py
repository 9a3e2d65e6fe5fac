"""Laws of Airweave: what must hold in every look, and what is asked of them all at once.

Each is one function, which is lent who looks and what was seen, and returns what breaks it, a
sentence each. `in_every_look` are those that cost little and are judged whenever a scenario looks
at a collection; the others have scenarios of their own, tagged `@law`.
"""
