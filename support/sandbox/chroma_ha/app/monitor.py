"""Tells people when a server goes away, and when it is back: once each."""

import asyncio
from collections.abc import Sequence
from typing import Any

from support.sandbox.chroma_ha.app.configuration import Configuration
from support.sandbox.chroma_ha.app.servers import Server, now
from support.sandbox.chroma_ha.app.slack import post

_COLOURS = {"WARNING": "#ff9500", "CRITICAL": "#800080", "INFO": "#36a64f"}


class Monitor:
    """Watches over the servers.

    Args:
        servers: whose health it tells.
        configuration: says how often to look, and where to tell it.
    """

    def __init__(self, servers: Sequence[Server], configuration: Configuration) -> None:
        self._servers = servers
        self._configuration = configuration
        self._told = {server.name: True for server in servers}

    async def run(self) -> None:
        """Go on for ever."""
        while True:
            await asyncio.sleep(self._configuration.check_interval_s)
            for server in self._servers:
                await self.check(server)

    async def check(self, server: Server) -> None:
        """Tell what has changed since it was last told."""
        if not self.is_news(server):
            return
        if server.healthy:
            sent = await self.tell(f"{server.name} has recovered", "INFO")
        else:
            alone = not any(other.healthy for other in self._servers)
            sent = await self.tell(f"{server.name} is down", "CRITICAL" if alone else "WARNING")
        if sent:
            self._told[server.name] = server.healthy

    def is_news(self, server: Server) -> bool:
        """Tell whether a server is otherwise than was told last."""
        return self._told[server.name] != server.healthy

    async def tell(self, alert: str, severity: str) -> bool:
        """Send a message; return whether it arrived."""
        fields: list[dict[str, Any]] = [
            {"title": "Alert", "value": alert, "short": False},
            {"title": "Severity", "value": severity, "short": True},
            {"title": "Timestamp", "value": now().isoformat(), "short": True},
        ]
        message = {
            "text": "ChromaDB Monitor Alert",
            "attachments": [{"color": _COLOURS[severity], "fields": fields}],
        }
        return await post(self._configuration.webhook_url, message)
