"""The only place that knows every room: settings, addresses, reactions, commands over all rooms."""
