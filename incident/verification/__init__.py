"""Whether the log is whole, and the record, the roles and the guards are as the log says."""
