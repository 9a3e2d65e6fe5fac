"""What real products were heard to answer, told anew in short: who asks, what, and the shape."""
