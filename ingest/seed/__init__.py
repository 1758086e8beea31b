"""What section-list ("seed") JSON needs beyond its one shape: publishers' habits and the mending of known faults."""
