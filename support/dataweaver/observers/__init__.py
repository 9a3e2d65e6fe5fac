"""Who looks at DataWeaver from outside."""
