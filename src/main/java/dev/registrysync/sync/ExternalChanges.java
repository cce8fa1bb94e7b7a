package dev.registrysync.sync;

/**
 * What becomes of edits that others make to the files.
 */
enum ExternalChanges {

	/** They stay, and are INVALID_CONTENT until somebody accepts or reverts them. */
	REPORT,

	/** They are attested. */
	ACCEPT,

	/** What was attested comes back. */
	REVERT

}
