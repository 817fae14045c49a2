"""Programs that do the timeline job, one a peer; see `peers.job`."""
