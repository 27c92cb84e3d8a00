"""The database: tables, the transaction, the journal, migrations. Data only: the rules are the domain's."""
