"""Runs Notion for the sandbox; the argument is the id of the page that it begins with.

Environment:
    SANDBOX_NOTION_TOKEN: the token that is let in.
"""

import os
import sys

from support.sandbox.engines.notion.app import create_app
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    serve(create_app(os.environ["SANDBOX_NOTION_TOKEN"], sys.argv[1]))
