"""One tool for all processes: what one is told, the others know."""

import httpx

from support.sentinai.observers.shared_tool_stub import joined, serving
from support.sentinai.observers.tool_stub import Tool, ToolBehaviour, listening

PAY = Tool("T", "pay")


def test_another_process_sees_the_calls_and_says_how_to_answer() -> None:
    with listening() as stub:
        other = joined(serving(stub))
        other.behave(PAY, ToolBehaviour(failures=1))
        url = other.url_of(other.url, PAY)
        assert [httpx.post(url, json={}).status_code for _ in range(2)] == [500, 200]
        assert [call.worked for call in other.calls("T")] == [False, True]
        assert other.calls("T") == stub.calls("T")
        assert other.most_at_once(PAY) == 1
