"""SentinAI's calls and observers, lent to the laws of `support.laws`.

Those of `in_every_look` are judged whenever anybody looks at what became of exceptions, the others
in sentences of their own, at the end of scenarios that are about something else.
"""
