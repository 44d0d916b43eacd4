"""Any persistence module of the event-sourcing library (插接的存储) as a store, and a school read by the library's own runners."""
