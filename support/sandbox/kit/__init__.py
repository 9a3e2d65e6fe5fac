"""What every sandbox is built with: processes, sockets, serving, sabotage."""
