// Placeholder until the first concept of this module lands.
