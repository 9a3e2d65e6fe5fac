"""Who looks at Chroma HA from outside."""
