"""Laws: properties that hold for any system, judged in looks that scenarios take anyway.

A law asks nothing by itself: a system lends it its calls, or what these brought. It returns what
breaks it, a sentence each; nothing, if it holds. So a law can be asked again until a deadline, and
several of them can share one verdict.
"""
