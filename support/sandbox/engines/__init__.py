"""The engines that sandboxes are made of, each a process of its own."""
