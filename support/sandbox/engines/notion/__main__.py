"""Runs Notion for the sandbox: `python -m support sandbox.engines.notion PAGE`, with one page to begin.

Environment:
    SANDBOX_NOTION_TOKEN: the token that is let in.
"""

import os
import sys

from support.sandbox.engines.notion.app import create_app
from support.sandbox.kit.serving import serve

if __name__ == "__main__":
    serve(create_app(os.environ["SANDBOX_NOTION_TOKEN"], sys.argv[1]))
