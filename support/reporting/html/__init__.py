"""Renders the Allure results of a run as HTML, without Java."""
