"""Bugs that DataWeaver is known to have, by the id that scenarios carry as `@bug_<id>`."""

from support.run.plugin import KnownBug

_DEMO = (
    "and discovery shows it 0 times|Nobody can read the source, and discovery shows"
    "|The credentials are wrong, and the test says: success=True"
)

KNOWN_BUGS = {
    "secrets_shown": KnownBug(
        reason="DataWeaver shows in every answer what a connector logs in with",
        diagnosis=r"/api/connectors/\S* shows the (api key|client secret|password|token)",
    ),
    "data_sources_hold_connectors": KnownBug(
        reason="DataWeaver breaks down when a connector that has data sources is deleted",
        diagnosis="It is no refusal that says why: DataWeaver answered 500",
    ),
    "named_connector_ignored": KnownBug(
        reason="DataWeaver adds a data source to another connector than the request names",
        diagnosis="It was not refused",
    ),
    "anything_accepted": KnownBug(
        reason="DataWeaver takes any name, field and schedule",
        diagnosis="It was not refused",
    ),
    "status_never_changes": KnownBug(
        reason="DataWeaver shows every connector as disconnected, whatever its test says",
        diagnosis="The test succeeded, and it is 'disconnected'",
    ),
    "demo_data": KnownBug(
        reason="DataWeaver looks into no laboratory and no Slack: all see the same demo data",
        diagnosis=_DEMO,
    ),
    "demo_drive": KnownBug(
        reason="DataWeaver 2.0.0 looks into no Google Drive, either: it shows demo data instead",
        diagnosis=_DEMO,
    ),
    "unread_drive_empty": KnownBug(
        reason="DataWeaver at its tip takes a Google Drive that it cannot read for an empty one",
        diagnosis=r"Nobody can read the source, and discovery shows \[\]",
    ),
    "drive_told_otherwise": KnownBug(
        reason="DataWeaver at its tip tells no columns and rows of what is on Google Drive",
        diagnosis="/discover with something else than it promises: 0.source_type: Field required",
    ),
    "no_files": KnownBug(
        reason="DataWeaver extracts and syncs nothing: it names a file that it never writes",
        diagnosis="and there is no such file|and names no file of them"
        r"|\d rows were to be brought, the sync says \d+|the sync tells of \[\]",
    ),
    "failed_as_completed": KnownBug(
        reason="DataWeaver calls extractions and syncs completed that have read nothing",
        diagnosis="cannot be read to its end, and it is .*completed"
        "|The source cannot be read, and the sync says: success=True",
    ),
    "times_never_told": KnownBug(
        reason="DataWeaver syncs by no schedule, and never tells when it has synced or will",
        diagnosis="the connector shows None|the connector shows no next sync"
        "|Nobody has synced the connector yet",
    ),
    "set_up_breaks_down": KnownBug(
        reason="DataWeaver at its tip cannot set any business scenario up",
        diagnosis="The set-up failed: DataWeaver answered 500",
    ),
    "other_data_set_up": KnownBug(
        reason="DataWeaver 2.0.0 sets business scenarios up with the data of another one",
        diagnosis="The plan has .*, and (the|nothing)|is to have .*, discovery shows",
    ),
    "set_up_anew": KnownBug(
        reason="DataWeaver 2.0.0 sets a business scenario up again that is there already",
        diagnosis="It was set up twice, and there are",
    ),
    "biotech_called_otherwise": KnownBug(
        reason="DataWeaver calls the scenario of drug discovery Multi-Omics Research Intelligence",
        diagnosis="offered are .*Multi-Omics Research Intelligence",
    ),
    "page_invents_connectors": KnownBug(
        reason="The chat of DataWeaver shows three connectors that nobody has set up",
        diagnosis="shows '.*', and nobody has set it up",
    ),
    "page_without_connectors": KnownBug(
        reason="DataWeaver 2.0.0 has no page on which connectors are set up or tested",
        diagnosis="The page has no button '(Add Google|Test)",
    ),
    "page_without_scenarios": KnownBug(
        reason="No page of DataWeaver shows the business scenarios",
        diagnosis="The page has no button 'Scenarios'",
    ),
    "page_unlabelled": KnownBug(
        reason="Fields and buttons on DataWeaver's page have no names, or too little contrast",
        diagnosis=r"In the (list|form|test): .* \((select-name|button-name|label|color-contrast)\)",
    ),
    "errors_at_once": KnownBug(
        reason="DataWeaver's threads share one connection to SQLite, and break each other's calls",
        diagnosis=r"calls failed, the first one so|and are there: \['dm-|and are lost: \['dm-"
        r"|answered 500 to POST /api/connectors/data-sources/\d+/extract",
    ),
}
