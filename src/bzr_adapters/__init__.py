"""How the domain meets the world: stores, tables, reports, commands; joined in bootstrap alone."""
