"""Who looks at ReplantWorld from outside."""
