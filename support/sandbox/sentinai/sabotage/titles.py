"""The scenarios that catch the defects, by their titles."""

CHAIN = "An accepted exception passes every stage in order, and its tool is called once"
STEPS = "The steps of a playbook are executed one after the other"
FITTING = "Of several playbooks the one that fits is followed"
UNFITTING = "An exception that no playbook fits is judged, and no tool is called"
BY_HAND = "A tool that is called by hand works, too"
AGAIN = "An exception that somebody starts again passes every stage once more"
BATCH = "Every exception of a batch goes its own way to the end"
ORDER = "The order holds in each of 200 exceptions that are under way at once"
TIMELINE = "The timeline tells the story from its beginning"
PRIVACY = "Personal data is found nowhere, and what stands beside it is kept"
BROKER = "Exceptions posted while the broker is away are refused or delivered later"
NUL = "An exception with a character that no database stores is refused -- @1.7 "
LONG_ID = "An exception whose id is longer than any id is refused -- @1.8 "
NOBODY = "An exception of a tenant that nobody knows is refused"
TWO_TENANTS = "Exceptions of one name in two tenants go their ways without meeting"
FOREIGN_PLAYBOOK = "The playbook of one tenant is not followed for another"
STRANGER = "A stranger is turned away at every door"
KEYS = "A key opens the tenant that it was made for, and no other"
KEYLESS = "Whoever brings no key, or an unknown one, is not let in"
SUSPENDED = "A suspended tenant is refused"
RECOVERY = "A tool that fails twice and then works has done its work once"
GIVEN_UP = "A tool that never works is given up after as many attempts as the policy says"
HARD_CASE = "An exception whose tool fails holds up no other"
LOAD = "500 exceptions at once take less than half the time that they would one by one"
TWICE = "Events that are delivered twice have no second effect"
KEY = "A request that is repeated with its key is one request"
SAME_NAME = "An exception that is posted again under its name is the same exception"
BOOKS = "What was done is noted as done"
DEADLINE = "One warning comes before the deadline and one word after it"
GIVEN_NAME = "Status, timeline and every stage know an exception by the name that was handed out"
BROUGHT_NAME = "A name that the caller brings along is kept"
STATUS = "The status tells where an exception came from and of which kind it is"
DEAD_WORKERS = (
    "A dead intake worker is not ready, and the others are -- @1.1 ",
    "A dead tool worker is not ready, and the others are -- @1.2 ",
    "A dead feedback worker is not ready, and the others are -- @1.3 ",
)
BACK_AGAIN = "A worker that is back is ready again"
FIGURES = "The figures are what the observers counted"
RETRIED = "A dead letter that is retried is worked on again, to the end"
FAILED_AGAIN = "A dead letter that fails again waits again"
DISCARDED = "A dead letter that is discarded is never worked on again"
UNREADABLE = "A message of a newer version becomes a dead letter and holds up no other -- @1.1 "
KILLED = "Nothing is lost or done twice when the triage worker is struck dead -- @1.2 "
SHARED = (
    "2 workers of a kind share the work, and the order holds -- @1.1 ",
    "4 workers of a kind share the work, and the order holds -- @1.2 ",
)
